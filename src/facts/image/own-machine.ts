import { isHidden } from '../hidden.ts'
import type { Image } from '../schema/artifact.ts'
import { parseReference } from './reference.ts'

/* A registry of one's own machine, or of a cluster on it (kind.sigs.k8s.io, "Local Registry"; k3d.io, "Registries"). */
const ownMachine =
  /^(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|host\.docker\.internal|kind-registry|[\w.-]+\.localhost|k3d-[\w.-]+)(:\d+)?$/

/** Whether an image is kept in a registry of one's own machine: it goes nowhere from there. */
export const isOfOwnMachine = ({ registry }: Image): boolean => !isHidden(registry) && ownMachine.test(registry)

/** The same of a reference as it is written. */
export const namesOwnMachine = (reference: string): boolean => ownMachine.test(parseReference(reference).registry)
