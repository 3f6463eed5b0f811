import { kinds as allKinds, type Kind } from '../../../config/vocabulary.ts'
import { Hidden } from '../../hidden.ts'
import type { Run } from '../model.ts'

/** What is done where an artifact is made, and cannot be seen where it arrives ready-made. */
const making = new Set<Kind>(['build', 'package', 'publish', 'lint', 'unit-test', 'integration-test', 'security-scan'])
for (const kind of ['image-scan', 'sign', 'validate'] as const) making.add(kind)

const chosenVersion = /^(version|tag|sha|image|ref|release|commit|digest|revision|artifact|build)$/

/** A run that builds nothing: what it deploys was made elsewhere or earlier. */
export interface ReadyMade {
  /** kinds that cannot be seen for it, and why */
  readonly hidden: Hidden
  readonly kinds: ReadonlySet<Kind>
  /** An earlier version is chosen at the start: a way back, judged by the run that built it. */
  readonly redeploys: boolean
}

/**
 * Whether a run's artifact arrives ready-made (verdicts.md, "Where the image arrives ready-made"): an event from outside,
 * a call from elsewhere, or a start by hand with an input that names a version.
 * @param builds whether something in the run builds, or could
 */
export function readyMade(run: Run, builds: boolean): ReadyMade | undefined {
  const { trigger } = run
  if (trigger.kind === 'call') {
    const hidden = new Hidden('the pipelines elsewhere that call this one', {
      kind: 'file',
      text: 'check the repository whose pipeline calls this one',
    })
    return { hidden, kinds: new Set(allKinds), redeploys: false }
  }
  if (builds) return undefined
  if (trigger.kind === 'external') {
    return { hidden: source('an event from outside'), kinds: making, redeploys: false }
  }
  const input = trigger.kind === 'manual' ? trigger.inputs?.find((one) => wordsOf(one.name).some(isChosen)) : undefined
  return input && { hidden: source(`the input ${input.name}`), kinds: making, redeploys: true }
}

function source(what: string): Hidden {
  return new Hidden(`how the artifact was made that ${what} names`, {
    kind: 'file',
    text: `build in the pipeline that deploys, or check the repository that makes what ${what} names`,
  })
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
}

function isChosen(word: string): boolean {
  return chosenVersion.test(word)
}
