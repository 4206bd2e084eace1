import type { DirectoryChanges } from '#contract/session/people-calls.ts'
import { type FileInput, useImport } from '#queries/directory/change-people.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'

type Props = {
  readonly input: FileInput & { readonly preview: string }
  readonly changes: DirectoryChanges
  readonly onDone: (changes: DirectoryChanges) => void
}

/** The press that imports a file; it says how many people it adds and changes. */
export function PutIn({ input, changes: { added, changed }, onDone }: Props) {
  const { start, isUnderWay, failure } = useImport(onDone)
  const wait = useWait(failure)
  const refusal = added + changed === 0 ? 'The file changes nothing.' : stepRefusal(isUnderWay, wait)
  return (
    <>
      {failure && <StepProblem title="Not imported." failure={failure} wait={wait} />}
      <ButtonRow>
        <Button look="primary" refusal={refusal} onClick={() => start(input)}>
          {isUnderWay
            ? 'Importing …'
            : `Import: ${added.toLocaleString('en')} added, ${changed.toLocaleString('en')} changed`}
        </Button>
      </ButtonRow>
    </>
  )
}
