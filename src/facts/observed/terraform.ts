import { collector } from '../collector.ts'

/** What Terraform and OpenTofu make from this repository, with the modules, providers and state files. */
export default collector({
  yields: ['terraform', 'infrastructureModules', 'terraformProviders', 'brokenFiles'],
  reads:
    'Terraform and OpenTofu: `.tf`, `.tofu` and their JSON form, `.tfvars`, `.terraform.lock.hcl`; units of Terragrunt; modules of this repository are followed',
  touches: {
    path: /\.(tf|tofu)(\.json)?$|\.tfvars(\.json)?$|(^|\/)\.terraform\.lock\.hcl$|\.tfbackend$|(^|\/)(terragrunt|root)\.hcl$/,
  },
  async collect({ repository, settings }) {
    if (!repository.files.some(({ path }) => /\.(tf|tofu)(\.json)?$|(^|\/)terragrunt\.hcl$/.test(path))) return {}
    const { terraformFacts } = await import('../terraform/facts.ts')
    return terraformFacts(repository, settings)
  },
})
