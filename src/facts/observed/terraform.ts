import { collector } from '../collector.ts'

/** What Terraform and OpenTofu make from this repository, with the modules, providers and state files. */
export default collector({
  yields: ['terraform', 'terraformModules', 'terraformProviders', 'brokenFiles'],
  reads:
    'Terraform and OpenTofu: `.tf`, `.tofu` and their JSON form, `.tfvars`, `.terraform.lock.hcl`; modules of this repository are followed',
  touches: { path: /\.(tf|tofu)(\.json)?$|\.tfvars(\.json)?$|(^|\/)\.terraform\.lock\.hcl$|\.tfbackend$/ },
  async collect({ repository, settings }) {
    if (!repository.files.some(({ path }) => /\.(tf|tofu)(\.json)?$/.test(path))) return {}
    const { terraformFacts } = await import('../terraform/facts.ts')
    return terraformFacts(repository, settings)
  },
})
