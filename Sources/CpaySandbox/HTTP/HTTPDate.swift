import CpayValue

extension Timestamp {
  /// The moment as HTTP writes dates: `Tue, 06 Feb 2024 12:00:00 GMT`.
  ///
  /// Moments outside the years 0001 to 9999 have no such form and give nil.
  var httpDate: String? {
    let days = seconds >= 0 ? seconds / 86_400 : -((-(seconds + 1)) / 86_400) - 1
    let parts = iso.dropLast().split(separator: "T")
    guard parts.count == 2 else { return nil }
    let date = parts[0].split(separator: "-")
    guard date.count == 3, date[0].utf8.count == 4, let month = Int(date[1]),
      (1...12).contains(month)
    else { return nil }
    let weekday = HTTPDateNames.weekdays[Int((days % 7 + 11) % 7)]
    let time = parts[1].utf8.count == 5 ? "\(parts[1]):00" : "\(parts[1])"
    return "\(weekday), \(date[2]) \(HTTPDateNames.months[month - 1]) \(date[0]) \(time) GMT"
  }
}

/// The English names that HTTP dates are written with.
private enum HTTPDateNames {
  static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
