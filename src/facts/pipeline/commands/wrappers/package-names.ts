/** Packages whose program has another name. */
const programs: Readonly<Record<string, string>> = {
  '@stoplight/spectral-cli': 'spectral',
  '@redocly/cli': 'redocly',
  '@lhci/cli': 'lhci',
  '@openapitools/openapi-generator-cli': 'openapi-generator-cli',
  '@playwright/test': 'playwright',
  'aws-cdk': 'cdk',
  'markdownlint-cli': 'markdownlint',
  'markdownlint-cli2': 'markdownlint-cli2',
  'cdktf-cli': 'cdktf',
  'firebase-tools': 'firebase',
  '@angular/cli': 'ng',
  '@nestjs/cli': 'nest',
  '@changesets/cli': 'changeset',
  '@nrwl/cli': 'nx',
  '@tauri-apps/cli': 'tauri',
  '@capacitor/cli': 'cap',
  '@salesforce/cli': 'sf',
  'sfdx-cli': 'sfdx',
  '@expo/cli': 'expo',
  'eas-cli': 'eas',
  '@usebruno/cli': 'bru',
  '@azure/static-web-apps-cli': 'swa',
  'ember-cli': 'ember',
  'polymer-cli': 'polymer',
  'gatsby-cli': 'gatsby',
  'hexo-cli': 'hexo',
  'netlify-cli': 'netlify',
  '@cloudflare/wrangler': 'wrangler',
  '@sentry/cli': 'sentry-cli',
  '@datadog/datadog-ci': 'datadog-ci',
  '@railway/cli': 'railway',
}

/** `playwright@1.40` → `playwright`, `@biomejs/biome` → `biome`, `github:owner/tool#v1` → `tool`. */
export function programOfPackage(name: string): string {
  const [, repository] =
    /^(?:github:|gitlab:|bitbucket:|git\+[a-z]+:\/\/[^#]*\/)(?:[^/#]+\/)?([\w.-]+?)(?:\.git)?(?:#.*)?$/.exec(name) ?? []
  if (repository) return repository
  const bare = name.replace(/(?<=.)[@=]=?[^/]*$/, '')
  const known = programs[bare]
  if (known) return known
  if (!bare.startsWith('@')) return bare
  const [scope = '', own = ''] = bare.slice(1).split('/')
  return own === 'cli' ? scope : own.replace(/-cli$/, '')
}
