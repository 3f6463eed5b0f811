/** The commonest words for a rollback and a deployment in another language of documentation, as parts of patterns. */
interface Language {
  /** words that a title has; one that is whole says no more */
  readonly rollback?: string
  readonly wholeRollback?: string
  readonly deployment?: string
  readonly wholeDeployment?: string
  /** what at least one of stands in the path or a heading of a document on either */
  readonly stems: string
}

/* Those of the north also write compounds ("Hastedeploy"); short words, and those of the east, count as whole titles alone. */
const languages: Readonly<Record<string, Language>> = {
  chinese: {
    wholeRollback: '回滚(步骤|流程|方案)?',
    wholeDeployment: '部署(步骤|流程|指南|说明|方式)?',
    stems: '部署|回滚',
  },
  czech: { wholeDeployment: 'nasazení', stems: 'nasazení' },
  danish: { rollback: 'tilbagerulning', deployment: String.raw`udrulning\w*`, stems: '(tilbage|ud)rul' },
  dutch: {
    rollback: 'terugdraaien|terugrollen',
    deployment: 'uitrol(len)?',
    stems: 'terugdraai|terugroll|uitrol',
  },
  finnish: {
    rollback: 'paluu (edelliseen|vanhaan) versioon',
    wholeDeployment:
      '((manuaalinen|automaattinen|ensimmäinen) )?julkaisu(prosessi|ohjeet?)?|tuotantoonvienti|vienti tuotantoon|julkaiseminen',
    stems: 'julkais|tuotantoonvienti|vienti tuotantoon|paluu (edelliseen|vanhaan)',
  },
  french: {
    rollback: 'retour arrière',
    deployment: 'déploiement|mise en (prod|production)',
    stems: 'retour arrière|déploie|mise en prod',
  },
  german: {
    rollback: 'zurückrollen',
    deployment: 'ausrollen|bereitstellung|inbetriebnahme',
    stems: 'zurückroll|ausroll|bereitstell|inbetriebnahme',
  },
  italian: {
    rollback: 'ripristino (della|alla) versione',
    deployment: 'messa in (produzione|esercizio)',
    wholeDeployment: 'rilascio( in produzione)?',
    stems: 'ripristino|rilascio|messa in',
  },
  japanese: {
    wholeRollback: 'ロールバック(手順|方法)?',
    wholeDeployment: 'デプロイ(手順|方法)?',
    stems: 'デプロイ|ロールバック',
  },
  korean: { wholeRollback: '롤백( ?(절차|방법))?', wholeDeployment: '배포( ?(절차|방법|가이드))?', stems: '배포|롤백' },
  norwegian: {
    rollback: 'tilbakerulling|rull(e|ing) tilbake',
    deployment: String.raw`produksjonssett\w*|prodsett\w*|idriftsett\w*|utrulling\w*`,
    stems: 'produksjonssett|prodsett|driftsett|rull(e|ing) tilbake|(tilbake|ut)rull',
  },
  polish: {
    rollback: 'wycofanie wdrożenia',
    wholeDeployment: '(proces )?wdro(żenie|żenia|żanie)',
    stems: 'wdroż',
  },
  portuguese: { deployment: 'implantação', stems: 'implanta' },
  russian: {
    wholeRollback: 'откат( версии)?',
    wholeDeployment: 'развёртывание|развертывание|деплой',
    stems: 'развёртыван|развертыван|деплой|откат',
  },
  spanish: {
    rollback: 'reversión',
    deployment: 'despliegue|puesta en producción',
    stems: 'reversión|desplieg|puesta en prod',
  },
  swedish: { deployment: String.raw`driftsätt\w*`, stems: 'driftsätt' },
}

const all = (part: keyof Language): string =>
  Object.values(languages)
    .flatMap((one) => one[part] ?? [])
    .join('|')

/** English words with one of another language beside them: "Deploy manuale", "Deployment en production". */
const mixed = String.raw`\bdeploy(ment)? (manual[ei]s?|manuels?|manuais|automatic[oi]|in (produzione|esercizio)|en (production|producción)|em produção)(?![\p{L}])`

/** Whether a title in another language is on a rollback, or on a deployment. */
export const rollbackElsewhere = new RegExp(`\\b(${all('rollback')})|^(${all('wholeRollback')})$`, 'iu')
export const deploymentElsewhere = new RegExp(
  `^(${all('wholeDeployment')})$|\\b(${all('deployment')})\\b|${mixed}`,
  'iu',
)

/** What of other languages makes a document worth reading. */
export const stemsElsewhere = all('stems')
