import type { DataNode } from '../../../documents/tree.ts'

const home = /^(~|\$HOME|\/root|\/home\/circleci)\/?$/

/**
 * The folder of the repository in which a job's commands run. The working directory of a job is where `checkout` puts
 * the repository, unless checkout (or the workspace that is attached) has a path of its own.
 */
export function rootOf(steps: DataNode | undefined, directory: string | undefined): string {
  if (!directory) return ''
  const named = (steps?.items ?? []).flatMap((step) => {
    const attached = step.at('attach_workspace', 'at')?.text
    // who attaches a whole home gets the folder of the checkout back in its own place
    if (attached !== undefined && home.test(attached)) return '.'
    return step.at('checkout', 'path')?.text ?? attached ?? (step.text === 'checkout' ? '.' : [])
  })
  const [base] = named
  return base === undefined || base === '.' ? '' : (below(base, directory) ?? '')
}

/** A `working_directory` of a step, from the job's folder; undefined where it is none of the repository. */
export function folderOf(
  root: string,
  directory: string | undefined,
  jobDirectory: string | undefined,
): string | undefined {
  if (!directory || directory === '.') return root
  const bases = [jobDirectory, '~/project', '/home/circleci/project', '/root/project', '$CIRCLE_WORKING_DIRECTORY']
  for (const base of bases) {
    const rest = base === undefined ? undefined : below(base, directory)
    if (rest !== undefined) return joined(base === jobDirectory ? root : '', rest)
  }
  return /^[~/$]|\$|<</.test(directory) ? undefined : joined(root, directory)
}

function below(base: string, path: string): string | undefined {
  const [a, b] = [base, path].map((text) => text.replace(/\/+$/, '')) as [string, string]
  if (a === b) return ''
  return b.startsWith(`${a}/`) ? b.slice(a.length + 1) : undefined
}

function joined(root: string, path: string): string | undefined {
  const segments = root.split('/').filter(Boolean)
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return segments.join('/')
}
