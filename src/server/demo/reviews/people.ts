import type { WorkflowUser } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'

/** A person of the demonstration's directory. Those with a sentence `about` them can be signed in as. */
type DemoPerson = WorkflowUser & {
  readonly roles: readonly Role[]
  readonly about: string
  readonly manager?: WorkflowUser
}

function person(user_type: string, id: string, name: string, mail: string): WorkflowUser {
  return { user_type, id, name, email: `${mail}@example.com` }
}

const local = (id: string, name: string, mail: string) =>
  person('localCookieUser', `0b6c1f52-7a3d-4e19-9c40-${id}`, name, mail)
const okta = (id: string, name: string, mail: string) => person('OktaUser', `00uDemo${id}5d7`, name, mail)
const azure = (id: string, name: string, mail: string) =>
  person('AzureADUser', `7c1e90aa-4f0b-4d2e-a1b7-${id}`, name, mail)

export const ada = local('8f2a64d10e01', 'Ada Lovelace', 'ada.lovelace')
export const olivier = local('8f2a64d10e02', 'Olivier Lefèvre', 'olivier.lefevre')
export const grace = okta('GraceHopper', 'Grace Hopper', 'grace.hopper')
export const nikos = okta('NikosSideri', 'Νίκος Σιδέρης', 'nikos.sideris')
export const zoryana = azure('8f2a64d10e05', 'Зоряна Левченко', 'zoryana.levchenko')
export const mei = local('8f2a64d10e06', '王小明', 'mei.wang')
export const edith = okta('EdithClarke', 'Edith Clarke', 'edith.clarke')
const ibrahim = okta('IbrahimYilm', 'İbrahim Yılmaz', 'ibrahim.yilmaz')
const kathe = okta('KatheGrosss', 'Käthe Groß', 'kaethe.gross')
const sean = okta('SeanOConnor', "Seán O'Connor", 'sean.oconnor')
const lukasz = azure('8f2a64d10e11', 'Łukasz Żółkiewski', 'lukasz.zolkiewski')
const hanako = azure('8f2a64d10e12', '佐藤 花子', 'hanako.sato')
const ngoc = azure('8f2a64d10e13', 'Nguyễn Ngọc', 'ngoc.nguyen')
const conceicao = azure('8f2a64d10e14', 'Conceição Araújo', 'conceicao.araujo')

/** The directory of the demonstration: the accounts that can be signed in as, and people who are only known. */
export const demoPeople: readonly DemoPerson[] = [
  { ...ada, roles: ['admin'], about: 'Runs every review, and can undo a sign-off.' },
  { ...olivier, roles: ['operator'], about: 'Runs the reviews of Salesforce, Snowflake and GitHub.' },
  {
    ...grace,
    roles: ['reviewer'],
    about: 'Reviews the access of her people, most of it in Salesforce.',
    manager: edith,
  },
  {
    ...nikos,
    roles: ['reviewer'],
    about: 'Reviews some of the same reviews as Grace, and rows of his own.',
    manager: edith,
  },
  {
    ...zoryana,
    roles: ['reviewer'],
    about: 'Answers for AWS roles and Google Cloud projects.',
    manager: lukasz,
  },
  { ...mei, roles: ['auditor'], about: 'Sees every row and every log, and decides nothing.' },
  { ...edith, roles: ['reviewer'], about: '' },
  { ...ibrahim, roles: ['reviewer'], about: '', manager: edith },
  { ...kathe, roles: [], about: '', manager: grace },
  { ...sean, roles: [], about: '', manager: grace },
  { ...lukasz, roles: [], about: '', manager: edith },
  { ...hanako, roles: [], about: '', manager: zoryana },
  { ...ngoc, roles: [], about: '', manager: zoryana },
  { ...conceicao, roles: [], about: '', manager: nikos },
]

/** Whose people have access, and who answers for resources, likelier the earlier. */
export const managers: readonly WorkflowUser[] = [grace, grace, grace, nikos, nikos, zoryana, ibrahim, edith]
