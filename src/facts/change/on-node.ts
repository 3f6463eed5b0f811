import type { Act } from '../pipeline/model.ts'
import type { FoundWay } from './ways.ts'

/** What starts a service on the machine that the job itself runs on. */
const startsHere = /^(docker[ -]compose|docker (run|stack|service)|podman|systemctl|service|supervisorctl|pm2)\b/

/** Whether a deployment changes the machine that its job runs on, as far as its command tells. */
export const worksOnNode = ({ tool, remote, inputs, text }: Act): boolean =>
  startsHere.test(tool) && !remote && !inputs && !/DOCKER_(HOST|CONTEXT)=|\s(-H|--host|--context|-c)[ =]\S/.test(text)

/** The ways in which a command changes the machine of its job, on which a service runs: the files of that service. */
export function waysOnNode({ machine }: Act): readonly FoundWay[] {
  if (machine === 'settings') return [{ way: 'configuration', changes: 'yes' }]
  return machine === 'files' ? [{ way: 'file-copy', changes: 'open' }] : []
}
