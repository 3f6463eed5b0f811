import { type Names, namedTree } from '../infrastructure/named.ts'
import { textOf, type Value } from '../infrastructure/value.ts'
import { shownOf } from './functions.ts'
import type { Found } from './resources.ts'
import { valueAt } from './types.ts'

/*
 * A web app may have its settings in resources of their own, `Microsoft.Web/sites/config` with the names `web` and `logs`
 * (learn.microsoft.com/azure/templates/microsoft.web/sites/config-web): they belong to it all the same.
 */

/** The settings among resources, by the site that they are of and their name. */
export type SiteSettings = ReadonlyMap<string, Found>

/** Finds the settings that stand beside web apps: once for all sites, of which there may be many. */
export function settingsIn(all: readonly Found[]): SiteSettings {
  const found = new Map<string, Found>()
  for (const one of all) {
    const [site = '', name, ...more] = one.names
    if (one.type.toLowerCase() !== 'microsoft.web/sites/config' || typeof name !== 'string' || more.length) continue
    const key = keyOf(site, name)
    if (!found.has(key)) found.set(key, one)
  }
  return found
}

const keyOf = (site: Value, name: string) => `${textOf(shownOf(site))}\0${name}`

/** What the settings of a web app that stand beside it say, under the names of Terraform's provider. */
export function withSettings(site: Found, settings: SiteSettings): Names {
  if (site.type.toLowerCase() !== 'microsoft.web/sites') return {}
  const own = (name: string) => settings.get(keyOf(site.names[0] ?? '', name))?.part?.entry('properties')
  const [web, logs] = [own('web'), own('logs')]
  const hasPath = web && valueAt(web, 'healthCheckPath') !== undefined
  return {
    ...(hasPath ? { site_config: { node: namedTree(web) } } : {}),
    ...(logs ? { logs: { node: namedTree(logs, { http_logs: { path: 'httpLogs', names: stores } }) } } : {}),
  }
}

const stores: Names = { file_system: 'fileSystem', azure_blob_storage: 'azureBlobStorage' }
