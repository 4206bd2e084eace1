/** What stands below the last row of a list that is not being read. */
export const endTexts = { none: 'No more events.', there: 'More events follow.' } as const
