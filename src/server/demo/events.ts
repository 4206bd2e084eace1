import type { ActionEventInput } from '../store/activity/load-action-events.ts'
import { causes } from './causes.ts'
import { type Identity, makeIdentities } from './identities.ts'
import { type Policy, policies, type Workflow } from './policies.ts'
import { Random } from './random.ts'
import { rhythm } from './rhythm.ts'
import { playTask, type Course, type Task } from './tasks.ts'

/** How many events, from which seed, up to which moment (milliseconds since 1970). The same three give the same rows. */
export type DemoWish = { readonly events: number; readonly seed: string; readonly until: number }

const identitiesPerEvent = 1 / 20
const extractionEvery = 4 * 3600 * 1000

/** A task that failed for a cause: it is run again after `due`, a share of all events. */
type Wanted = Pick<Task, 'policy' | 'workflow' | 'identity'>
type Retry = Wanted & { readonly due: number }

/** Makes the events of the demonstration, exactly as many as wished, in the order in which their tasks began. */
export function* demoEvents(wish: DemoWish): Generator<ActionEventInput> {
  const tasks = new Tasks(wish)
  let left = wish.events
  while (left > 0) {
    const events = tasks.next(left)
    yield* events.length > left ? events.slice(0, left) : events
    left -= events.length
  }
}

class Tasks {
  readonly #random: Random
  readonly #identities: ReadonlyMap<Policy, readonly Identity[]>
  readonly #moment: (share: number) => number
  readonly #wish: DemoWish
  readonly #extractions = new Map<string, string>()
  readonly #retries: Retry[] = []
  #retried = 0
  /** Whom a cause has struck without a run again, by workflow: nobody has them run it any more. */
  readonly #left = new Set<string>()

  constructor(wish: DemoWish) {
    this.#wish = wish
    this.#random = new Random(`${wish.seed}/events`)
    this.#identities = makeIdentities(
      new Random(`${wish.seed}/identities`),
      policies,
      wish.events * identitiesPerEvent,
    )
    this.#moment = rhythm(wish.until)
  }

  /** The events of one more task, when so many are still wanted. */
  next(left: number): ActionEventInput[] {
    const share = 1 - left / this.#wish.events
    const random = this.#random
    const retry = this.#dueRetry(share)
    const who = retry ?? this.#anybody()
    const at = this.#moment(share + random.share() / this.#wish.events)
    const task: Task = {
      ...who,
      id: this.#taskId(at),
      at,
      until: this.#wish.until,
      share,
      course: retry ? 'again' : courseOf(who.workflow, share, this.#wish.events, random),
      extraction: random.happens(0.05) ? null : this.#extractionAt(at, who.policy),
      dryRun: random.happens(0.004) && !retry,
    }
    const events = playTask(task, random)
    this.#rememberFailure(task, events)
    return events
  }

  #anybody(): Wanted {
    const policy = this.#random.pickWeighted(policies)
    const workflow = this.#random.pickWeighted(policy.workflows)
    const identities = this.#identities.get(policy) ?? []
    let identity = this.#random.pick(identities)
    for (let tries = 0; tries < 20 && this.#left.has(pairOf(workflow, identity)); tries++)
      identity = this.#random.pick(identities)
    return { policy, workflow, identity }
  }

  #dueRetry(share: number): Wanted | undefined {
    const retry = this.#retries[this.#retried]
    if (!retry || share < retry.due || !this.#random.happens(0.3)) return undefined
    this.#retried++
    const { policy, workflow, identity } = retry
    return { policy, workflow, identity }
  }

  #rememberFailure({ policy, workflow, identity, share }: Task, events: readonly ActionEventInput[]): void {
    const cause = causes.find(
      (each) => each.workflow === workflow.name && share >= each.from && share < each.to,
    )
    const failed = events.some((event) => event.state === 'ERRORED' && event.action_name === cause?.action)
    if (!cause || !failed) return
    if (this.#random.happens(cause.mended))
      this.#retries.push({
        policy,
        workflow,
        identity,
        due: cause.after === 'its end' ? cause.to : share + cause.after,
      })
    else this.#left.add(pairOf(workflow, identity))
  }

  #taskId(at: number): string {
    const time = at.toString(16).padStart(12, '0')
    const random = this.#random
    const tail = `7${random.hex(3)}-a${random.hex(3)}-${random.hex(8)}${random.hex(4)}`
    return `${time.slice(0, 8)}-${time.slice(8)}-${tail}`
  }

  /** Tasks that one extraction of the source triggered share its id. */
  #extractionAt(at: number, policy: Policy): string {
    const key = `${policy.id} ${Math.floor(at / extractionEvery)}`
    const known = this.#extractions.get(key)
    if (known !== undefined) return known
    const made = `extraction-${this.#random.hex(8)}${this.#random.hex(8)}`
    this.#extractions.set(key, made)
    return made
  }
}

function pairOf(workflow: Workflow, identity: Identity): string {
  return `${workflow.name}\n${identity.id}`
}

/** What is special about a task at this point of the whole: the end is where things have not happened yet. */
function courseOf(workflow: Workflow, share: number, events: number, random: Random): Course {
  const left = Math.round((1 - share) * events)
  const tail = Math.max(8, events / 5000)
  if (left <= tail) return 'new'
  if (left <= 3 * tail) return 'started'
  const first = workflow.steps[0]?.type
  if (first === 'DEPROVISION_IDENTITY') {
    if (share > 0.945 && share < 0.985 && random.happens(0.8)) return 'blocked'
    if (share > 0.14 && share < 0.18 && random.happens(0.6)) return 'abandoned'
  }
  const plannable = workflow.name === 'Joiner before the first day' || workflow.name === 'Contract extended'
  return plannable && share > 0.9 && random.happens(0.5) ? 'scheduled' : 'usual'
}
