/*
 * Folders of what tests and measurements tell. A page of the forge that shows nothing else is for the people who work here,
 * and no service.
 */

const report =
  /^(code-?)?(coverage|cov|htmlcov)(-?(html|report|reports))?$|^lcov(-?report)?$|^jacoco\w*$|^(allure|playwright|cucumber|mochawesome|newman|cypress)-?(reports?|results?|history)?$|^(html-?)?tests?-?(reports?|results?)$|^bench(marks?)?$|^lighthouse(-?reports?)?$/i

/**
 * Whether a path is a folder of reports by one of its parts: `htmlcov`, `build/reports/jacoco/html`, `./coverage/lcov-report/`.
 */
export const isReportFolder = (path: string): boolean => path.split('/').some((part) => report.test(part))
