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
    wholeRollback: '(版本)?回滚(步骤|流程|方案|操作|指南|手册)?',
    wholeDeployment: '(生产(环境)?)?部署(步骤|流程|指南|说明|方式|手册)?|(发布|上线)(步骤|流程|指南|手册)',
    stems: '部署|回滚|发布|上线',
  },
  czech: { wholeDeployment: 'nasazení', stems: 'nasazení' },
  danish: {
    rollback: 'tilbagerulning',
    deployment: String.raw`udrulning\w*|sådan deployer (du|vi)|deploy(e)? til (prod|produktion)`,
    stems: '(tilbage|ud)rul',
  },
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
    rollback: 'retour (en )?arrière|retour à la version précédente|revenir à la version précédente',
    deployment:
      'déploiement|mise en (prod|production)|(comment )?déployer (une? (nouvelle )?version|en prod|en production|sur (la )?prod\\w*)|procédure de livraison',
    stems: 'retour (en )?arrière|version précédente|déplo[iy]e|mise en prod|procédure de livraison',
  },
  german: {
    rollback: 'zurückrollen',
    deployment:
      'ausrollen|bereitstellung|inbetriebnahme|produktivsetzung|wie (wird|man|wir) (deployt|deployed|ausrollt|ausgerollt|deployen)|deployment (auf|in) (prod|produktion)|(release|deployment)prozess',
    stems: 'zurückroll|ausroll|ausgerollt|bereitstell|inbetriebnahme|produktivsetz',
  },
  italian: {
    rollback: 'ripristino (della|alla) versione',
    deployment: 'messa in (produzione|esercizio)',
    wholeDeployment: 'rilascio( in produzione)?',
    stems: 'ripristino|rilascio|messa in',
  },
  japanese: {
    wholeRollback: 'ロールバック(の?手順|の?方法|ガイド)?',
    wholeDeployment:
      '(本番(環境)?(への?|の)?)?(デプロイ(の?手順|の?方法|ガイド|フロー)?|リリース(の?手順|の?方法|フロー))',
    stems: 'デプロイ|ロールバック|リリース',
  },
  korean: {
    wholeRollback: '롤백( ?(절차|방법|가이드|하기))?',
    wholeDeployment:
      '((운영|프로덕션|서비스|서버|수동|자동)( 환경)? ?)?배포( ?(절차|방법|가이드|하기|과정|매뉴얼|프로세스))?',
    stems: '배포|롤백',
  },
  norwegian: {
    rollback: 'tilbakerulling|rull(e|ing) tilbake',
    deployment: String.raw`produksjonssett\w*|prodsett\w*|idriftsett\w*|utrulling\w*|(slik|hvordan) (deployer|ruller) (du|vi|man)|deploye? til (prod|produksjon)\w*`,
    wholeDeployment: '(å )?(deploye|rulle ut)( (applikasjonen|appen|tjenesten|en ny versjon))?',
    stems: 'produksjonssett|prodsett|driftsett|rull(e|ing) tilbake|(tilbake|ut)rull',
  },
  polish: {
    rollback: 'wycofanie wdrożenia',
    wholeDeployment: '(proces )?wdro(żenie|żenia|żanie)',
    stems: 'wdroż',
  },
  portuguese: {
    rollback:
      'plano de revers(ão|ao)|revers(ão|ao) (de versão|d[eao] (deploy|implantação|release))|retorno à versão anterior|voltar (para )?(a|à) versão anterior|reverter (o deploy|a versão|para a versão)',
    deployment: 'implantação|como (implantar|fazer (o )?deploy)|implantar (a|uma|em) \\w+|publicação em produção',
    stems: 'implanta|reverter|revers(ão|ao)|versão anterior|publicação em produção',
  },
  russian: {
    wholeRollback: 'откат( версии)?',
    wholeDeployment: 'развёртывание|развертывание|деплой',
    stems: 'развёртыван|развертыван|деплой|откат',
  },
  spanish: {
    rollback: 'reversión|revertir (el despliegue|la versión|a la versión)|volver a la versión anterior',
    deployment: 'despliegue|puesta en producción|cómo desplegar|desplegar (en|a|una|la) \\w+',
    stems: 'reversión|revertir|versión anterior|despl(ieg|eg)|puesta en prod',
  },
  swedish: {
    rollback: 'återgå till (en )?(tidigare|föregående) version',
    deployment: String.raw`driftsätt\w*|produktionssätt\w*|(så|hur) (här )?deployar (du|vi|man)|deploya? till (prod|produktion)\w*`,
    stems: 'driftsätt|produktionssätt|återgå till',
  },
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
