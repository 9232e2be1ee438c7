import CpayClient
import CpayLedger
import CpayModel
import CpayRuntime
import CpayValue

/// A run as one page that needs nothing else: no script, no font, no picture from anywhere.
struct RunPage {
  private let report: RunReport
  private let cells: CellText

  init(_ report: RunReport) {
    (self.report, cells) = (report, CellText(now: report.now))
  }

  /// The page.
  var html: String {
    let run = report.run
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(text("\(run.name): \(run.action)"))</title>
      <style>
      \(RunPage.style)
      </style>
      </head>
      <body>
      <header>
      <h1>\(text("\(run.name): \(run.action)"))</h1>
      \(account)
      </header>
      <main>
      \(facts)
      \(outcomes)
      \(pictures)
      \(rows)
      </main>
      <footer><p>\(text("Made by cpay on \(report.now.display) from its ledger."))</p></footer>
      </body>
      </html>

      """
  }

  private var account: String {
    let run = report.run
    return run.isLive
      ? #"<p class="live"><strong>LIVE</strong> the account's real data, on \#(text(run.place))</p>"#
      : "<p>Test data, on \(text(run.place)): no money moved</p>"
  }

  // MARK: What the run was

  private var facts: String {
    let run = report.run
    var facts = [
      ("Agreed to", run.openedAt.display),
      ("Ended", run.closedAt?.display ?? "it has not"),
      ("State", run.progress.sentence),
      ("Plan", run.plan.map { "\(run.digest), saved as \($0)" } ?? run.digest),
    ]
    if run.open > 0 {
      let command = RunHints.commandLine.resume(RunID(run.name), of: run.sender)
      facts.append(("Open", "\(rowCount(run.open)); to go on: \(command)"))
    }
    let lines = facts.map { "<div><dt>\(text($0.0))</dt><dd>\(text($0.1))</dd></div>" }
    return """
      <section aria-labelledby="about">
      <h2 id="about">The run</h2>
      <dl>
      \(lines.joined(separator: "\n"))
      </dl>
      </section>
      """
  }

  private var outcomes: String {
    let rows = report.totals.map { total in
      """
      <tr><th scope="row">\(badge(total.kind))</th><td>\(text(total.kind.facts.doc))</td>\
      <td class="number">\(grouped(total.rows))</td>\
      <td class="number">\(total.amounts.map { text($0.description) }.joined(separator: "<br>"))</td>\
      </tr>
      """
    }
    return """
      <section aria-labelledby="outcomes">
      <h2 id="outcomes">What became of the \(text(rowCount(report.items.count)))</h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="outcomes"><table>
      <thead><tr><th scope="col">Outcome</th><th scope="col">Meaning</th>\
      <th scope="col" class="number">Rows</th><th scope="col" class="number">Amount</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>
      </section>
      """
  }

  // MARK: Pictures

  private var pictures: String {
    let figures = report.charts.enumerated().map { index, chart in
      """
      <figure>
      <figcaption id="caption-\(index + 1)">\(text(RunPage.caption(chart)))</figcaption>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="caption-\(index + 1)">
      \(chart.svg(named: "chart-\(index + 1)"))
      </div>
      </figure>
      """
    }
    return """
      <section aria-labelledby="pictures">
      <h2 id="pictures">Pictures</h2>
      \(figures.joined(separator: "\n"))
      </section>
      """
  }

  private static func caption(_ chart: Chart) -> String {
    switch chart.labelName {
    case "outcome": "Rows by outcome"
    case "reason": "Amounts in dispute by the tenants' reason, each currency by itself"
    case "time": "Rows with an outcome, from the consent on"
    default: "Deadlines for evidence: met where the API took it"
    }
  }

  // MARK: Rows

  private static let columns: [(title: String, isNumber: Bool)] = [
    ("Row", false), ("Outcome", false), ("Amount", true), ("Reason", false), ("Deadline", false),
    ("What happened", false), ("Sent", false), ("Request", false),
  ]

  private var rows: String {
    let heads = RunPage.columns.map {
      "<th scope=\"col\"\($0.isNumber ? " class=\"number\"" : "")>\($0.title)</th>"
    }
    return """
      <section aria-labelledby="rows">
      <h2 id="rows">Every row</h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="rows"><table class="rows">
      <thead><tr>\(heads.joined())</tr></thead>
      <tbody>
      \(report.items.map(row).joined(separator: "\n"))
      </tbody>
      </table></div>
      </section>
      """
  }

  private func row(_ item: Ledger.Item) -> String {
    let seen = item.planned?.seen
    let sent =
      switch item.attempts {
      case 0: "not sent"
      case 1: item.sentAt?.display ?? "once"
      default: "\(item.attempts) times" + (item.sentAt.map { ", last \($0.display)" } ?? "")
      }
    let due = item.planned == nil ? "not recorded" : seen?.dueBy?.display ?? Chart.none
    let outcome = item.outcome(of: report.run, at: report.now)
    let texts = [
      text(seen == nil ? Chart.none : seen?.reason ?? "not recorded"), text(due),
      text(outcome?.message ?? ""), text(sent), text(item.requestID ?? Chart.none),
    ]
    return """
      <tr><th scope="row">\(text(item.dispute))</th><td>\(badge(item.outcome))</td>\
      <td class="number">\(text(item.amount?.description ?? Chart.none))</td>\
      \(texts.map { "<td>\($0)</td>" }.joined())</tr>
      """
  }

  // MARK: Texts

  private func badge(_ kind: Outcome.Kind) -> String {
    #"<span class="\#(kind.rawValue)">\#(kind.rawValue)</span>"#
  }

  /// A text that shows no key, stands for no markup and moves nothing.
  private func text(_ text: String) -> String {
    MarkupText.escaped(KeyPattern.masked(text))
  }

  /// The colours of pictures are those of the page, whether it is light, dark or printed.
  private static let style = """
    :root { --paper: #ffffff; --text: #1b1b1b; --quiet: #5c5c5c; --rule: #d5d5d5; --bar: #2f6f9f;
      --loss: #b5482a; --axis: #8a8a8a; --band: #f5f5f5; }
    @media screen and (prefers-color-scheme: dark) {
      :root { --paper: #17191c; --text: #e8e8e8; --quiet: #a9a9a9; --rule: #3a3d42; --bar: #6fb1e0;
        --loss: #f08a6a; --axis: #8f8f8f; --band: #202327; }
    }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--paper);
      color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.2rem; margin: 2rem 0 .75rem; }
    header p { margin: 0; overflow-wrap: anywhere; }
    .live { border: 2px solid var(--loss); border-radius: .25rem; padding: .5rem .75rem; }
    .live strong { color: var(--loss); margin-right: .25rem; }
    dl { margin: 0; }
    dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; border-top: 1px solid var(--rule);
      padding: .35rem 0; }
    dt { flex: 0 0 7rem; color: var(--quiet); }
    dd { flex: 1 1 16rem; margin: 0; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    th, td { border-top: 1px solid var(--rule); padding: .35rem .75rem .35rem 0; text-align: left;
      vertical-align: top; font-weight: normal; }
    thead th { border-top: 0; color: var(--quiet); white-space: nowrap; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .rows tbody tr:nth-child(even) { background: var(--band); }
    .rows th[scope=row] { padding-left: .35rem; font-weight: 600; }
    .rows td, .rows th { white-space: nowrap; }
    .rows td:nth-child(6) { min-width: 14rem; white-space: normal; overflow-wrap: anywhere; }
    .refused, .unknown { color: var(--loss); font-weight: 600; }
    .unsent, .stale, .ineligible { color: var(--quiet); }
    figure { margin: 0 0 1.5rem; break-inside: avoid; }
    figcaption { color: var(--quiet); margin-bottom: .25rem; }
    svg { display: block; max-width: 100%; min-width: 36rem; height: auto; }
    svg, svg text { fill: var(--text); }
    svg [fill="\(ChartColor.paper)"] { fill: var(--paper); }
    svg [fill="\(ChartColor.positive)"] { fill: var(--bar); }
    svg [fill="\(ChartColor.negative)"] { fill: var(--loss); }
    svg [stroke="\(ChartColor.axis)"] { stroke: var(--axis); }
    svg [stroke="\(ChartColor.grid)"] { stroke: var(--rule); }
    svg [stroke="\(ChartColor.positive)"] { stroke: var(--bar); }
    footer { color: var(--quiet); font-size: .85rem; margin-top: 2rem; }
    @page { size: landscape; margin: 12mm; }
    @media print {
      body { max-width: none; padding: 0; font-size: 10pt; }
      .scroll { overflow: visible; }
      svg { min-width: 0; }
      table { font-size: 8pt; }
      thead { display: table-header-group; }
      tr { break-inside: avoid; }
      h2 { break-after: avoid; }
      .rows td, .rows th { white-space: normal; }
      .rows .number { white-space: nowrap; }
      .rows td:nth-child(6) { min-width: 0; }
    }
    """
}

extension Chart {
  /// What stands for what there is none of.
  fileprivate static let none = "–"
}

extension Ledger.RunProgress {
  /// What it means, in words.
  fileprivate var sentence: String {
    EnumType.runState.members.first { $0.name == name }?.doc ?? name
  }
}

/// `1 row`, `3 rows`.
private func rowCount(_ count: Int) -> String {
  count == 1 ? "1 row" : "\(grouped(count)) rows"
}
