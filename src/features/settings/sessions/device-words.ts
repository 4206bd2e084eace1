/** Browsers by what only they say of themselves; those that also say what others say come first. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** A `User-Agent` as people would name the device: "Firefox on Windows". What is not known is said so. */
export function deviceWords(userAgent: string): string {
  const browser = browsers.find(([is]) => is.test(userAgent))?.[1]
  const system = systems.find(([is]) => is.test(userAgent))?.[1]
  if (browser && system) return `${browser} on ${system}`
  return browser ?? (system ? `A browser on ${system}` : 'A browser that does not say what it is')
}

const methods: Readonly<Record<string, string>> = {
  password: 'password',
  passkey: 'passkey',
  oidc: 'identity provider',
  entrance: 'without signing in, on the server itself',
}

/** By what somebody came in; an unknown way is shown as itself. */
export function methodWords(method: string): string {
  return methods[method] ?? method
}
