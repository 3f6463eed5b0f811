import { collector } from '../collector.ts'

/** What programs of Pulumi in YAML make, in each of their stacks; what those in other languages may make is hidden. */
export default collector({
  yields: ['templateResources', 'brokenFiles'],
  needs: ['workflows'],
  reads:
    '`Pulumi.yaml` with the program in YAML and the files of its stacks; of programs in other languages what their text speaks of',
  touches: [
    { path: /(^|\/)(Pulumi(\.[\w.-]+)?\.ya?ml|Main\.(yaml|json))$/ },
    { path: /\.(ts|js|mjs|py|go|cs|fs|java|kt|scala|cue|jsonnet)$/, text: /pulumi/i },
  ],
  bound: /(^|\/)Pulumi\.ya?ml$/,
  async collect({ repository, settings, observed }) {
    if (repository.named('Pulumi.yaml', 'Pulumi.yml').length === 0) return {}
    const { pulumiFacts } = await import('../pulumi/facts.ts')
    return pulumiFacts(repository, settings, observed.workflows)
  },
})
