import CpayClient
import CpayLanguage
import CpayRuntime
import CpaySyntax

extension PlanPreview {
  /// What the API would hold afterwards, where the table does not say it.
  var evidence: [(String, String)] {
    guard plan.action != .close, let first = plan.eligible.first else { return [] }
    if listsEvidence { return [("evidence", "differs, see above")] }
    if !isSameEvidence { return differences }
    let scope = plan.eligible.count == 1 ? "" : " (the same for all)"
    return Outgoing(first).values.enumerated().map { index, value in
      (index == 0 ? "evidence" : "", value.text + (index == 0 ? scope : ""))
    }
  }

  var isSameEvidence: Bool {
    guard plan.action != .close, let first = plan.eligible.first.map(Outgoing.init) else {
      return true
    }
    return plan.eligible.allSatisfy { Outgoing($0) == first }
  }

  // MARK: What differs

  /// Values of a key that are shown, at most.
  private static let maximumValues = 3

  /// Evidence that differs, a line a key: in how many disputes it is, and which values it has there.
  private var differences: [(String, String)] {
    var keys: [EvidenceKey] = []
    var places: [String: Int] = [:]
    for item in plan.eligible {
      for value in Outgoing(item).values {
        let place = places[value.name, default: keys.count]
        if place == keys.count {
          keys.append(EvidenceKey(name: value.name))
          places[value.name] = place
        }
        keys[place].add(value, of: item.id)
      }
    }
    return [("evidence", "differs:")] + keys.map { ("", text(of: $0)) }
  }

  /// `customer_name in 12 of 14, 11 values: Jane Doe in 2 (dp_a1, dp_b2), Ali in dp_c3, and 9 more`.
  private func text(of key: EvidenceKey) -> String {
    let count = key.values.reduce(0) { $0 + $1.ids.count }
    let scope =
      count == plan.eligible.count ? "in all \(count)" : "in \(count) of \(plan.eligible.count)"
    let shown = key.values.sorted { $0.ids.count > $1.ids.count }
      .prefix(PlanPreview.maximumValues)
    let texts = shown.map { value in
      let ids = value.ids.count == 1 ? value.ids[0] : "\(value.ids.count) (\(listed(value.ids)))"
      return "\(value.text) in \(ids)"
    }
    let more = key.values.count - shown.count
    return
      "\(key.name) \(scope), \(key.values.count == 1 ? "1 value" : "\(key.values.count) values"): "
      + texts.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
  }

  /// One key of evidence, and the disputes of each value it has.
  private struct EvidenceKey {
    let name: String
    private(set) var values: [(text: String, ids: [String])] = []
    private var places: [Outgoing.Value: Int] = [:]

    init(name: String) { self.name = name }

    mutating func add(_ value: Outgoing.Value, of id: String) {
      if let place = places[value] {
        values[place].ids.append(id)
      } else {
        places[value] = values.count
        values.append((value.contentText, [id]))
      }
    }
  }

  /// The evidence of one dispute after the write: what is given, over what was saved.
  struct Outgoing: Equatable {
    let values: [Value]

    struct Value: Hashable {
      let name: String
      let content: String
      /// What is behind the content, where two can look the same.
      let meaning: String
      let isSaved: Bool
      /// What was saved and is lost by it; nil where nothing is.
      let replaced: String?

      /// A few words, for a table.
      var brief: String {
        (content.isEmpty ? "\(name) removed" : "\(name): \(shown(content, 30))")
          + (replaced.map { " (was \(shown($0, 20)))" } ?? "")
      }

      private func shown(_ text: String, _ width: Int) -> String {
        DisplayText(text).truncated(to: width).string
      }

      /// One line; where the content does not fit, its length.
      var text: String { "\(name): \(contentText)" }

      /// The same without the key.
      var contentText: String {
        let lost = replaced.map { shown($0, 40) }
        if content.isEmpty { return "removed" + (lost.map { " (was \($0))" } ?? "") }
        let text = shown(content, 60)
        let length = content.unicodeScalars.count
        let remark = text.hasSuffix("…") ? " (\(length) characters)" : ""
        let origin = isSaved ? " (saved before)" : lost.map { " (replaces \($0))" } ?? ""
        return "\(text)\(remark)\(origin)"
      }
    }

    init(_ item: WritePlan.Item) {
      let saved = item.seen?.evidence ?? []
      let kept = saved.filter { saved in !item.evidence.contains { $0.name == saved.name } }
      values =
        item.evidence.map { given in
          Value(
            name: given.name, content: given.display, meaning: given.meaning, isSaved: false,
            replaced: saved.first { $0.name == given.name && !$0.text.isEmpty }.map(\.text)
              .flatMap { $0 == given.meaning ? nil : $0 })
        }
        + kept.map {
          Value(name: $0.name, content: $0.text, meaning: $0.text, isSaved: true, replaced: nil)
        }
    }
  }
}
