import { setTimeout as sleep } from 'node:timers/promises'
import { certificationId } from '../certification-id.ts'
import { test, expect } from '../fixtures.ts'
import { prepareProgram } from '../program.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'
test('cpu', async ({ browser }) => {
  test.setTimeout(600_000)
  const program = await prepareProgram()
  await program.demo(20)
  const header =
    'source_type,source_id,source_name,destination_type,destination_id,destination_name,effective_permissions'
  await program.importCertification(
    [
      header,
      ...Array.from(
        { length: 3000 },
        (_, i) => `OktaUser,u${i},Person ${i},SalesforceProfile,p1,Admin,Read;Update`,
      ),
    ],
    'x',
    'grace.hopper@example.com',
  )
  await program.start()
  const id = await certificationId(browser, program, 'x')
  const page = await browser.newPage()
  await new SignIn(page, program.url).as(people.reviewer, `/reviews/${id}`)
  const review = new Review(page)
  await expect(review.toolbar).toBeVisible()
  await review.grid.focus()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const metrics = async () =>
    Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map((m) => [m.name, m.value]))
  const press = async (n: number) => {
    for (let i = 0; i < n; i++) {
      await page.keyboard.press('a')
      await sleep(60)
    }
    await sleep(500)
  }
  await press(30)
  const a = await metrics()
  await press(200)
  const b = await metrics()
  const per = (k: string) => ((((b[k] ?? 0) - (a[k] ?? 0)) * 1000) / 200).toFixed(2)
  console.log(
    'CPU per decision ms: thread',
    per('ThreadTime'),
    'task',
    per('TaskDuration'),
    'script',
    per('ScriptDuration'),
    'layout',
    per('LayoutDuration'),
    'style',
    per('RecalcStyleDuration'),
  )
  await page.close()
  await program.remove()
})
