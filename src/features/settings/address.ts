/** Where the settings begin; each page of them stands below it under its own name. */
export const settingsPath = '/settings'

/** The address of one page of the settings: `profile`, `sessions`, `security`, `keys`, `people`, `account-log`. */
export const settingsPagePath = (name: string): string => `${settingsPath}/${name}`

/** The name of the page of the settings that an address asks for; '' where it asks for none. */
export function settingsPageOf(pathname: string): string {
  const [, , name = ''] = pathname.split('/')
  return name
}
