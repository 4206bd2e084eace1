import { existsSync } from 'node:fs'

/** The browsers besides Chromium that the page is tried in, by the name of their tests' project. */
const engines = [
  { project: 'firefox', name: 'Firefox', programs: ['firefox-esr'], packages: 'firefox-esr' },
  {
    project: 'webkit',
    name: 'WebKitGTK',
    programs: ['WebKitWebDriver', 'Xvfb'],
    packages: 'webkit2gtk-driver xvfb',
  },
]

/** Which of them are installed (the names of their projects), and for each of the others a line that says how to install it. */
export function findEngines() {
  const isInstalled = ({ programs }) => programs.every((program) => existsSync(`/usr/bin/${program}`))
  const found = engines.filter(isInstalled).map(({ project }) => project)
  const missing = engines
    .filter((engine) => !isInstalled(engine))
    .map(
      ({ name, packages }) =>
        `${name} is not installed (Debian: sudo apt-get install --no-install-recommends ${packages})`,
    )
  return { found, missing }
}
