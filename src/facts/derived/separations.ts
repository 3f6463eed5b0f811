import { collector } from '../collector.ts'

/** What binds a build to an environment: addresses in code, settings in images; and from where configuration comes. */
export default collector({
  yields: ['hardCodings', 'configurationSources', 'copiedConfigurations'],
  needs: ['workflows'],
  reads:
    'the code of the service, for addresses and for how it asks its environment; the hosts in manifests, values and variables of environments, and the addresses of environments in pipelines; Dockerfiles with .dockerignore, and the settings that they copy',
  touches: [
    {
      path: /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|vue|svelte|py|rb|java|kt|scala|cljs?|groovy|cs|fs|vb|go|rs|php|ex|swift|dart|erl|pl)$/,
      // addresses, and what asks for configuration (separation/code.ts)
      text: /:\/\/|["'`/^{][\w-]+\\{0,2}\.[\w-]+\\{0,2}\.[\w-]|env|@Value|@Configuration|BaseSettings|viper|IConfiguration|config\(/i,
    },
    // of web servers and proxies
    { path: /\.(conf|cfg|vhost|template)$|(^|\/)Caddyfile/, text: /server|proxy|_pass/i },
    { path: /\.(ya?ml)$/, text: /envFrom|configMap|secretKeyRef|env:/ },
    { path: /\.(tf|tpl|bicep|ya?ml|json)$/, text: /environment|app_?settings|secrets|env\b/i },
    {
      path: /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(dockerfile|containerfile)$|\.dockerignore$|(^|\/)(\.env[\w.-]*|appsettings(\.\w+)?\.json|(application|bootstrap|reference)\.(ya?ml|properties|conf)|(default|base|common|settings)\.(json5?|ya?ml|toml)|application-[\w-]+\.(ya?ml|properties))$/i,
    },
  ],
  async collect({ repository, settings, observed }) {
    const [{ knownHosts }, { searchCode }, { configuredWorkload }, { copiedConfigurations }, settled, servers] =
      await Promise.all([
        import('../separation/known-hosts.ts'),
        import('../separation/search.ts'),
        import('../separation/workloads.ts'),
        import('../separation/copied.ts'),
        import('../separation/settled.ts'),
        import('../separation/servers.ts'),
      ])
    let known: ReturnType<typeof knownHosts> | undefined
    const knowing = () => {
      known ??= knownHosts(repository, settings, observed.workflows)
      return known
    }
    const { hardCodings, configurationSources } = await searchCode(repository, knowing)
    return {
      hardCodings: [
        ...hardCodings,
        ...(await settled.settledInBase(repository, knowing)),
        ...(await settled.settledInImages(repository, observed.workflows, knowing)),
        ...(await servers.settledInServers(repository, observed.workflows, knowing)),
      ],
      configurationSources: [...configurationSources, ...(await configuredWorkload(repository))],
      copiedConfigurations: await copiedConfigurations(repository, settings, observed.workflows, knowing),
    }
  },
})
