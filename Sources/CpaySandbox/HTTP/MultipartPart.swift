/// What the header lines of one part say.
struct MultipartPart: Hashable, Sendable {
  /// The name of the form's field.
  let name: String
  /// The name of the file, for a part that is one.
  let filename: String?
  /// The media type, when the part names one.
  let contentType: String?

  /// Reads the lines between a boundary and the empty line.
  ///
  /// - Throws: ``APIError`` (400) for lines that are no UTF-8 or no headers, and for a part without
  ///   a name.
  init(headers: ArraySlice<UInt8>) throws(APIError) {
    guard let text = String(validating: headers, as: UTF8.self) else {
      throw .malformed("The headers of a part of the multipart body are not UTF-8.")
    }
    var disposition: String?
    var contentType: String?
    for line in MultipartPart.lines(text) {
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else {
        throw .malformed("The line '\(line.prefix(40))' of the multipart body is no header.")
      }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      switch line[..<colon].lowercased() {
      case "content-disposition": disposition = String(value)
      case "content-type": contentType = String(value)
      default: continue
      }
    }
    guard let fields = HeaderParameters(disposition ?? ""), fields.value == "form-data",
      let name = fields["name"], !name.isEmpty
    else {
      throw .malformed("A part of the multipart body has no Content-Disposition with a name.")
    }
    self.name = name
    filename = fields["filename"].map(MultipartPart.decoded)
    self.contentType = contentType
  }

  /// A file's name with the characters that the HTML standard has encoded, and no others.
  private static func decoded(_ name: String) -> String {
    var rest = name.unicodeScalars[...]
    var decoded = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      let plain: Unicode.Scalar? =
        switch scalar == "%" ? String(rest.prefix(2)).uppercased() : "" {
        case "22": "\""
        case "0D": "\r"
        case "0A": "\n"
        default: nil
        }
      if plain != nil { rest.removeFirst(2) }
      decoded.append(plain ?? scalar)
    }
    return String(decoded)
  }

  /// The lines of `text`; `\r\n` is one character to Swift.
  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\r\n", omittingEmptySubsequences: true)
  }
}
