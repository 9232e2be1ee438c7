/// The prompt with U+0001 around each colour sequence.
///
/// This is how libedit is told that they take no room. It drops one at the end, so a blank follows
/// that.
func bracketingColours(_ prompt: String) -> String {
  var bracketed = String.UnicodeScalarView()
  var rest = Substring(prompt).unicodeScalars
  while let scalar = rest.first {
    if let end = colourEnd(rest) {
      bracketed.append("\u{1}")
      bracketed.append(contentsOf: rest[..<end])
      bracketed.append("\u{1}")
      rest = rest[end...]
      if rest.isEmpty { bracketed.append(" ") }
    } else {
      if scalar != "\u{1}" { bracketed.append(scalar) }
      rest = rest.dropFirst()
    }
  }
  return String(bracketed)
}

/// Where a colour sequence at the start of `scalars` ends, or nil when there is none.
private func colourEnd(
  _ scalars: Substring.UnicodeScalarView
) -> Substring.UnicodeScalarView.Index? {
  guard scalars.starts(with: "\u{1b}[".unicodeScalars) else { return nil }
  let parameters = scalars.dropFirst(2).drop { ("0"..."9").contains($0) || $0 == ";" }
  guard parameters.first == "m" else { return nil }
  return parameters.index(after: parameters.startIndex)
}
