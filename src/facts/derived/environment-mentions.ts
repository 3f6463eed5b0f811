import { collector } from '../collector.ts'
import { environmentFiles } from '../inventory/files.ts'
import type { EnvironmentMention } from '../schema/environment.ts'

/** The classes of environments that files of configuration name by their paths, each once. */
export default collector({
  yields: ['environmentMentions'],
  reads: 'the names of configuration files and folders: overlays, values, tfvars, appsettings',
  touches: {
    path: /\.(ya?ml|json|toml|ini|conf|cfg|properties|env|tfvars|hcl|tf|xml|bicepparam|\w+sonnet|cue|pkl|edn|dhall|txt|csv|list)|(^|\/)(\.env|config\/environments\/)/i,
    listed: true,
  },
  collect: ({ repository, settings }) => {
    const found = new Map<string, EnvironmentMention>()
    for (const { name, class: kind, file } of environmentFiles(repository, settings))
      if (!found.has(kind)) found.set(kind, { id: kind, class: kind, name, file, place: { file } })
    return { environmentMentions: [...found.values()] }
  },
})
