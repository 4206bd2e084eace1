import { Window } from 'happy-dom'
import { type Environment, populateGlobal } from 'vitest/runtime'
import { completeWindow } from './page-environment.ts'

/**
 * The surroundings of tests of the page: the document of happy-dom beside the network of Node. vitest's own takes
 * `fetch`, `Headers` and `AbortSignal` of happy-dom too, on which the server of the same process would then run.
 */
const environment: Environment = {
  name: 'page',
  viteEnvironment: 'ssr',
  setup(global) {
    const settings = { disableErrorCapturing: true, navigation: { disableMainFrameNavigation: true } }
    const win = new Window({ url: 'http://127.0.0.1/', width: 1280, height: 800, settings })
    completeWindow(win)
    const { keys, originals } = populateGlobal(global, win, { bindFunctions: true })
    return {
      async teardown() {
        await win.happyDOM.close()
        for (const key of keys) Reflect.deleteProperty(global, key)
        for (const [key, value] of originals) Reflect.set(global, key, value)
      },
    }
  },
}

export default environment
