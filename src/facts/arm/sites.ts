import { type Names, namedTree } from '../infrastructure/named.ts'
import { textOf } from '../infrastructure/value.ts'
import { shownOf } from './functions.ts'
import type { Found } from './resources.ts'
import { valueAt } from './types.ts'

/*
 * A web app may have its settings in resources of their own, `Microsoft.Web/sites/config` with the names `web` and `logs`
 * (learn.microsoft.com/azure/templates/microsoft.web/sites/config-web): they belong to it all the same.
 */

/** What the settings of a web app that stand beside it say, under the names of Terraform's provider. */
export function withSettings(site: Found, all: readonly Found[]): Names {
  if (site.type.toLowerCase() !== 'microsoft.web/sites') return {}
  const own = (name: string) =>
    all
      .find(
        (one) =>
          one.type.toLowerCase() === 'microsoft.web/sites/config' &&
          one.names.length === 2 &&
          one.names[1] === name &&
          textOf(shownOf(one.names[0] ?? '')) === textOf(shownOf(site.names[0] ?? '')),
      )
      ?.part?.entry('properties')
  const [web, logs] = [own('web'), own('logs')]
  const hasPath = web && valueAt(web, 'healthCheckPath') !== undefined
  return {
    ...(hasPath ? { site_config: { node: namedTree(web) } } : {}),
    ...(logs ? { logs: { node: namedTree(logs, { http_logs: { path: 'httpLogs', names: stores } }) } } : {}),
  }
}

const stores: Names = { file_system: 'fileSystem', azure_blob_storage: 'azureBlobStorage' }
