import * as z from 'zod/mini'
import { enumInput } from './review-enums.ts'
import { optionalText } from '../text.ts'

/*
 * The settings that decisions need (veza-api B.16), each under its own leaf of `…/access/global_settings/`. What holds
 * for a certification is that of its workflow, else the global one, else the default here.
 */

/**
 * When a certification may be completed: once every row has a decision, or at any time; under `…_UNKNOWN`, the
 * default, once every row is signed off.
 */
export const completionRules = [
  'COMPLETION_ALLOWED_UNKNOWN',
  'COMPLETION_ALLOWED_ALL_ROWS_HAVE_DECISION',
  'COMPLETION_ALLOWED_ANYTIME',
] as const
/** Whether people are kept from deciding on their own access: only under `…_ENABLED`. */
export const selfReviewRules = [
  'SELF_REVIEWER_CHECKING_UNKNOWN',
  'SELF_REVIEWER_CHECKING_DISABLED',
  'SELF_REVIEWER_CHECKING_ENABLED',
] as const
/** Whether a decision asks for a note: never, as an offer, or as a must. */
export const notesBehaviors = [
  'NOTES_BEHAVIOR_UNKNOWN',
  'NO_POP_UP',
  'POP_UP_OPTIONAL',
  'POP_UP_REQUIRED',
] as const
const approveAndSignOffBehaviors = ['APPROVE_AND_SIGN_OFF_BUTTON_BEHAVIOR_UNKNOWN', 'SHOW', 'HIDE'] as const
const diffDropdownBehaviors = [
  'DIFF_DROPDOWN_BEHAVIOR_UNKNOWN',
  'NORMAL',
  'ALWAYS_HIDE_FOR_ACCESS_REVIEWER_ROLE',
] as const
/** What happens at the due date to rows that are not signed off: nothing, or they are rejected and signed off. */
export const expirationBehaviors = ['DO_NOTHING', 'AUTO_REJECT_INCOMPLETE_RESULTS'] as const
/** Whether reviewers may pass their rows on to others. */
export const reassignRules = ['ALLOWED', 'NOT_ALLOWED'] as const

/** Who sees figures about the peers of a person: those who run or audit reviews, also reviewers, or nobody. */
export const peerFactReaders = ['STAFF', 'EVERYBODY', 'NOBODY'] as const

const noteTexts = z
  .array(optionalText(1000, 'A note to choose.'))
  .check(z.maxLength(50, 'takes at most 50 notes'))

const idpText = (meaning: string) => z._default(optionalText(255, meaning), '')
const identityProvider = {
  auth_provider_id: idpText('The provider, by its id.'),
  user_type: idpText('The type that its people have in the directory.'),
  instance_id: idpText('Its instance, where there are several.'),
  user_identity_property: idpText('The property by which its people are told apart.'),
  instance_id_property: idpText('The property that names the instance.'),
  manager_identity_property: idpText("The property that names somebody's manager."),
}
const identityProviderDefaults = {
  auth_provider_id: '',
  user_type: '',
  instance_id: '',
  user_identity_property: '',
  instance_id_property: '',
  manager_identity_property: '',
}

/** The schema of each setting, by its leaf in `…/global_settings/{leaf}`. Absent keys take their defaults. */
export const settingSchemas = {
  cert_completion_settings: z.strictObject({
    completion: z._default(enumInput(completionRules), 'COMPLETION_ALLOWED_UNKNOWN'),
  }),
  self_reviewer_settings: z.strictObject({
    self_reviewer_checking: z._default(enumInput(selfReviewRules), 'SELF_REVIEWER_CHECKING_DISABLED'),
  }),
  ui_customization_settings: z.strictObject({
    accept_notes_behavior: z._default(enumInput(notesBehaviors), 'NO_POP_UP'),
    reject_notes_behavior: z._default(enumInput(notesBehaviors), 'POP_UP_REQUIRED'),
    // Kept for those who read them here; the screens have neither of the two controls.
    approve_and_sign_off_button_behavior: z._default(enumInput(approveAndSignOffBehaviors), 'HIDE'),
    diff_dropdown_behavior: z._default(enumInput(diffDropdownBehaviors), 'NORMAL'),
  }),
  predefined_decision_notes: z.strictObject({
    accept_notes: z._default(noteTexts, []),
    reject_notes: z._default(noteTexts, []),
  }),
  allow_reviewers_to_reassign_rows: z.strictObject({
    reassign: z._default(enumInput(reassignRules), 'ALLOWED'),
  }),
  review_expiration_behavior: z.strictObject({
    behavior: z._default(enumInput(expirationBehaviors), 'DO_NOTHING'),
    note_to_add: z._default(optionalText(1000, 'The note of the rows that are rejected.'), ''),
  }),
  // The one about PDF is kept for those who read it here; there are no such files.
  allow_reviewer_exports: z.strictObject({
    allow_csv_exports: z._default(z.boolean(), false),
    allow_pdf_exports: z._default(z.boolean(), false),
  }),
  // Which changes of two or more rows at once reviewers may make (veza-api B.16; the name of the setting is INFERRED).
  reviewer_bulk_actions: z.strictObject({
    allow_bulk_approve: z._default(z.boolean(), true),
    allow_bulk_reject: z._default(z.boolean(), true),
    allow_bulk_signoff: z._default(z.boolean(), true),
    allow_bulk_clear_decisions: z._default(z.boolean(), true),
    allow_bulk_add_note: z._default(z.boolean(), true),
    allow_bulk_reassign: z._default(z.boolean(), true),
  }),
  // By what the rows of a review are grouped where its address does not say; empty for no groups.
  rows_group_by_setting: z.strictObject({
    group_by_column: z._default(optionalText(300, 'What rows are grouped by.'), ''),
    expand_groups_by_default: z._default(z.boolean(), true),
  }),
  // Ours: who sees how many of a group of people have the same access ("2 of 41 in Finance").
  peer_facts: z.strictObject({ shown_to: z._default(enumInput(peerFactReaders), 'STAFF') }),
  // Whose people sign in by the identity provider: those of `idp.user_type`, by their id (the rest is kept for those who
  // read it here). It is of the whole server, never of one workflow.
  global_idp_settings: z.strictObject({
    enabled: z._default(z.boolean(), false),
    idp: z._default(z.strictObject(identityProvider), identityProviderDefaults),
    alternate_manager_lookup_settings: z._default(
      z.array(z.strictObject(identityProvider)).check(z.maxLength(50, 'takes at most 50 providers')),
      [],
    ),
  }),
  // Ours: whether operators may decide rows of others in what they run (design, section 9); admins always may.
  staff_decides: z.strictObject({ staff_decides: z._default(z.boolean(), false) }),
} as const
export type SettingLeaf = keyof typeof settingSchemas
/** The names of all settings. */
export const settingLeaves = Object.keys(settingSchemas) as readonly SettingLeaf[]

/** The settings that hold for one certification, complete, by leaf. */
export type ReviewSettings = { readonly [L in SettingLeaf]: z.output<(typeof settingSchemas)[L]> }

/** All settings with their defaults. */
export function defaultSettings(): ReviewSettings {
  return {
    cert_completion_settings: settingSchemas.cert_completion_settings.parse({}),
    self_reviewer_settings: settingSchemas.self_reviewer_settings.parse({}),
    ui_customization_settings: settingSchemas.ui_customization_settings.parse({}),
    predefined_decision_notes: settingSchemas.predefined_decision_notes.parse({}),
    allow_reviewers_to_reassign_rows: settingSchemas.allow_reviewers_to_reassign_rows.parse({}),
    review_expiration_behavior: settingSchemas.review_expiration_behavior.parse({}),
    allow_reviewer_exports: settingSchemas.allow_reviewer_exports.parse({}),
    reviewer_bulk_actions: settingSchemas.reviewer_bulk_actions.parse({}),
    rows_group_by_setting: settingSchemas.rows_group_by_setting.parse({}),
    peer_facts: settingSchemas.peer_facts.parse({}),
    global_idp_settings: settingSchemas.global_idp_settings.parse({}),
    staff_decides: settingSchemas.staff_decides.parse({}),
  }
}
