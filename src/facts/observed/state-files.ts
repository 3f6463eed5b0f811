import { collector } from '../collector.ts'
import type { StateFile } from '../schema/terraform.ts'

/*
 * `terraform.tfstate`, its backup and those of workspaces (developer.hashicorp.com/terraform/language/state); what lies in
 * `.terraform/` only remembers the backend. Pulumi's file backend keeps stacks in `.pulumi/stacks`.
 */
const terraform = /\.tfstate(\.\d+)?(\.backup)?$/
const pulumi = /(^|\/)\.pulumi\/(stacks|history)\/.*\.json(\.bak)?$/

/** Files with the state of infrastructure that are committed. */
export default collector({
  yields: ['stateFiles'],
  reads: 'the names of tracked files: state of Terraform, OpenTofu and Pulumi',
  touches: { path: /\.tfstate(\.\d+)?(\.backup)?$|(^|\/)\.pulumi\/(stacks|history)\// },
  collect({ repository }) {
    const stateFiles: StateFile[] = []
    for (const { path, tracked, area } of repository.files) {
      if (!/state|pulumi/.test(path)) continue
      const tool = terraform.test(path) ? 'terraform' : pulumi.test(path) ? 'pulumi' : undefined
      if (!tool || !tracked || /(^|\/)\.terraform\//.test(path) || area === 'test' || area === 'example') continue
      stateFiles.push({ id: path, file: path, tool, place: { file: path } } as StateFile)
    }
    return { stateFiles }
  },
})
