import type { DataNode } from '../../../documents/tree.ts'
import type { Reading } from '../dialect/reading.ts'
import type { Job, Need } from '../model.ts'
import { type Build, type Definition, jobsOf, stepsOf } from './steps.ts'
import { requiredOf } from './when.ts'

/** One pipeline among those of a build. */
export interface Piece {
  readonly waitsFor: readonly DataNode[]
  /** what must have become of those that it waits for */
  readonly requires: Need['requires']
  readonly definition: Definition
}

/** A pipeline as its document writes it, with what Drone and Woodpecker write otherwise. */
export const pieceOf = (root: DataNode, given: Omit<Definition, 'steps' | 'environment'>): Piece => ({
  waitsFor: root.get('depends_on')?.asList ?? [],
  requires: requiredOf(given.trigger, root.get('runs_on')),
  definition: { ...given, steps: stepsOf(root), environment: root.get('environment') },
})

/**
 * The jobs of all pipelines of a build: one that names others waits for all their steps, and runs where they succeeded or
 * were left out, or as its `status` says. Those that wait for one another in a circle are read without the last wait.
 */
export async function wired(pieces: readonly Piece[], reading: Reading): Promise<readonly Job[]> {
  const build: Build = { reading, ids: new Set(), several: pieces.length > 1 }
  const done = new Map<Piece, readonly Job[]>()
  const visit = async (piece: Piece, way: readonly Piece[]): Promise<void> => {
    if (done.has(piece)) return
    const needs: Need[] = []
    for (const item of piece.waitsFor) {
      const name = item.text ?? item.get('name')?.text ?? ''
      const others = pieces.filter(({ definition }) => definition.name === name)
      if (others.length === 0) problem(reading, item, `no pipeline is called ${name}`)
      for (const other of others) {
        if (other === piece || way.includes(other)) {
          const circle = [...way.slice(way.indexOf(other)), piece, other].map(({ definition }) => definition.name)
          problem(reading, item, `pipelines wait for one another in a circle: ${circle.join(' → ')}`)
          continue
        }
        await visit(other, [...way, piece])
        const { requires } = piece
        for (const job of done.get(other) ?? []) {
          needs.push({
            job: job.id,
            place: item.place,
            requires,
            ...(requires === 'success' && { evenIfSkipped: true }),
          })
        }
      }
    }
    done.set(piece, await jobsOf(piece.definition, needs, build))
  }
  for (const piece of pieces) await visit(piece, [])
  return pieces.flatMap((piece) => done.get(piece) ?? [])
}

function problem(reading: Reading, { place }: DataNode, message: string): void {
  reading.problems.push({ place, message, unreadable: false })
}
