const counted = (condition: string) => `count(*) FILTER (WHERE ${condition})`

/** A statement that sets the counters of certifications to what their rows say; the caller adds WHERE. */
export const recount = `UPDATE certification SET (total_result_count, total_accepted_count, total_rejected_count,
    total_fixed_count, total_signed_off_count) =
  (SELECT count(*), ${counted(`decision = 'RESULT_DECISION_ACCEPTED'`)},
    ${counted(`decision = 'RESULT_DECISION_REJECTED'`)}, ${counted(`decision = 'RESULT_DECISION_FIXED'`)},
    ${counted(`signed_off_state = 'SIGNED_OFF'`)}
   FROM result WHERE result.certification = certification.number)`
