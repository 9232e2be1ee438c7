import CpaySyntax

extension Completer {
  /// The files whose paths begin with what is typed; behind `use`, programs and folders only.
  func files() -> [Draft] {
    let typed = source.text(place.word.lowerBound..<place.offset)
    let path = typed.utf8.drop { "@\"".utf8.contains($0) }
    return surroundings.files(String(decoding: path, as: UTF8.self))
      .filter { !followsUse || $0.hasSuffix(".cpay") || $0.hasSuffix("/") }
      .compactMap { path in
        guard !path.isEmpty, path.utf8.count < SyntaxLimits.maximumPathBytes else { return nil }
        return Draft(fileText(path), .file)
      }
  }

  /// The path as a program writes it: in quotes where it has to be, or where it is begun so.
  private func fileText(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && !",;|)]}\"".utf8.contains($0) }
    return isPlain && place.kind != .file(isQuoted: true)
      ? "@" + path : "@" + TextLiteral.quoted(path)
  }
}
