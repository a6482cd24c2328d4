import PipelinePlugins

/// Names that could be.
enum SampleNames {
  static let steps = [
    "Send the contract", "Call the buyer", "Book a demo", "Agree on terms", "Visit the site", "Answer the tender",
  ]
  static let teams = ["North", "South", "East", "West"]
  private static let first = [
    "Anna", "Ben", "Chloé", "David", "Elif", "Farid", "Greta", "Hugo", "Inès", "Jonas", "Karin", "Luc", "Maya", "Nils",
    "Olga", "Paul", "Rosa", "Samir", "Tessa", "Victor",
  ]
  private static let last = [
    "Adler", "Bernard", "Costa", "Dubois", "Ek", "Fischer", "Garcia", "Hansen", "Ito", "Jansen", "Keller", "Lopez",
    "Moreau", "Novak", "Olsen", "Petit", "Rossi", "Silva", "Tanaka", "Weber",
  ]
  private static let roots = [
    "Nord", "Alto", "Vera", "Lumen", "Terra", "Cobalt", "Delta", "Orion", "Prisma", "Quanta", "Rivage", "Solis",
    "Tempo",
    "Umbra", "Vector", "Zenit", "Argo", "Boreal", "Cirrus", "Domus",
  ]
  private static let trades = [
    "Systems", "Foods", "Logistics", "Health", "Energy", "Textiles", "Robotics", "Media", "Optics", "Water", "Labs",
    "Retail",
  ]
  private static let forms = ["AG", "SA", "Ltd", "GmbH", "Inc.", "SARL", "BV", "AB"]

  /// Names of people, each once and other ones than some.
  static func people(_ count: Int, except others: Set<String> = [], _ random: inout SeededNumbers) -> [String] {
    var names: [String] = []
    while names.count < count {
      let name = "\(first[random.below(first.count)]) \(last[random.below(last.count)])"
      if !names.contains(name), !others.contains(name) { names.append(name) }
    }
    return names
  }

  static func company(_ index: Int, _ random: inout SeededNumbers) -> String {
    let number = index / (roots.count * trades.count)
    let suffix = number == 0 ? "" : " \(number + 1)"
    return
      "\(roots[index % roots.count]) \(trades[index / roots.count % trades.count])\(suffix) \(forms[random.below(forms.count)])"
  }
}
