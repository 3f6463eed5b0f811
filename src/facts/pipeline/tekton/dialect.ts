import type { DataNode } from '../../../documents/tree.ts'
import type { Manifest, Manifests } from '../dialect/manifests.ts'
import type { Reading as CommonReading } from '../dialect/reading.ts'

/** What reading Tekton's objects needs throughout. */
export interface Reading extends CommonReading {
  readonly manifests: Manifests
  /** pipelines that something here starts: what is left is started from outside */
  readonly started: Set<Manifest>
}

/** Pipelines in pipelines, and nothing deeper: nobody writes more. */
export const deepestCall = 10

/** Expressions of Tekton in a text; the first group is what stands between the brackets. */
export const expressions =
  /\$\(((?:params|tasks|workspaces|context|inputs|outputs|resources|results|steps|step|tt|finally|item|credentials|body|header|extensions)(?:\.|\[)[^()\n]*)\)/g

/** Variables of Pipelines as Code (`{{ revision }}`), which it fills in before Tekton sees the file. */
export const forgeExpressions = /\{\{\s*([\w.]+)\s*\}\}/g

/** The name of a task of a pipeline, and where people look for it. */
export function taskName(task: DataNode): string {
  return task.get('name')?.text ?? ''
}
