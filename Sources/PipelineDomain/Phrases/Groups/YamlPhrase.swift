/// What is wrong with a file's text, before its settings are read.
///
/// They are looked up by their English words: ``Wording``.
package enum YamlPhrase: String, PhraseGroup {
  /// The phrases.
  case utf, saveAsUtf, tooLarge, longLists, nul, notUtf, control, emptyFile, begin, secondDocument, oneDocument,
    keyNotText, keyNotTextHint, mergeKeys, repeatKeys, insideItself, noAnchor, notItself, tooManyAliases,
    fewerAliases, tooDeep, checkBrackets, tags, noTag, noMemory, problem, problemWithin, valueMissing, endsEarly,
    mappingValues, endOfStream, cannotStart, expectedKey, expectedIndicator, expectedBrace, expectedColon,
    expectedContent, expectedStart, blockSequence, blockKeys, tabIndent, tabWhereIndent, unknownEscape, undefinedTag,
    inBlockMapping, inBlockCollection, inBlockSequence, inFlowMapping, inFlowSequence, inNode, inBlockNode,
    inFlowNode, inQuoted, inDoubleQuoted, inNextToken, inSimpleKey, inPlain, inBlockScalar, inAnchor, inAlias, inTag,
    inDirective, spacesNotTabs, quoteColon, closeBracket, quoteVariable, closeBracketOrQuote, colonAfterKey,
    checkIndentation,
    closeQuotes

  /// What their keys begin with.
  package static let group = "yaml"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .utf: ("the file is in UTF-16", "le fichier est en UTF-16")
    case .saveAsUtf: ("save it as UTF-8", "enregistrez-le en UTF-8")
    case .tooLarge:
      (
        "the file has more than {bytes} bytes, which is the most",
        "le fichier a plus de {bytes} octets, ce qui est le maximum"
      )
    case .longLists: ("keep long lists in files of their own", "gardez les longues listes dans des fichiers à part")
    case .nul: ("the file holds NUL, so it is no text", "le fichier contient NUL : ce n’est pas du texte")
    case .notUtf: ("the file is not valid UTF-8 here", "le fichier n’est pas de l’UTF-8 valide ici")
    case .control: ("the file holds a control character here", "le fichier contient ici un caractère de contrôle")
    case .emptyFile: ("the file is empty", "le fichier est vide")
    case .begin: ("begin with version: 1", "commencez par version: 1")
    case .secondDocument: ("a second document begins here", "un second document commence ici")
    case .oneDocument:
      ("keep one document a file, and remove '---'", "gardez un document par fichier, et retirez « --- »")
    case .keyNotText: ("a key must be a text", "une clé doit être un texte")
    case .keyNotTextHint:
      ("a list, a mapping or an alias cannot be one", "une liste, un groupe ou un alias ne peut en être une")
    case .mergeKeys: ("merge keys are not part of YAML 1.2", "les clés de fusion ne sont pas de YAML 1.2")
    case .repeatKeys:
      ("repeat the keys, or give the whole value an alias", "répétez les clés, ou donnez un alias à la valeur entière")
    case .insideItself:
      ("the alias '{name}' is inside its own anchor", "l’alias « {name} » est dans sa propre ancre")
    case .noAnchor: ("the alias '{name}' has no anchor", "l’alias « {name} » n’a pas d’ancre")
    case .notItself: ("a value cannot hold itself", "une valeur ne peut se contenir")
    case .tooManyAliases:
      (
        "the aliases stand for more than {count} values in all",
        "les alias représentent plus de {count} valeurs en tout"
      )
    case .fewerAliases: ("write fewer of them", "écrivez-en moins")
    case .tooDeep: ("the nesting is deeper than {depth}", "l’imbrication dépasse {depth} niveaux")
    case .checkBrackets:
      ("no setting needs that; check the brackets", "aucun réglage n’en a besoin ; vérifiez les crochets")
    case .tags: ("tags such as '{tag}' are not allowed", "les étiquettes telles que « {tag} » ne sont pas admises")
    case .noTag: ("remove it: the setting decides the type", "retirez-la : c’est le réglage qui décide du type")
    case .noMemory: ("there is no memory to read it", "il n’y a pas de mémoire pour le lire")
    case .problem: ("this is not YAML: {problem}", "ce n’est pas du YAML : {problem}")
    case .problemWithin:
      (
        "this is not YAML: {problem}, {context} that begins on line {line}",
        "ce n’est pas du YAML : {problem}, {context} à partir de la ligne {line}"
      )
    case .valueMissing: ("a value is missing", "une valeur manque")
    case .endsEarly: ("it ends in the middle", "il finit au milieu")
    case .mappingValues: ("mapping values are not allowed in this context", "une valeur ne peut suivre « : » ici")
    case .endOfStream: ("found unexpected end of stream", "le fichier finit trop tôt")
    case .cannotStart: ("found character that cannot start any token", "un caractère ne peut commencer de valeur")
    case .expectedKey: ("did not find expected key", "une clé est attendue")
    case .expectedIndicator: ("did not find expected '-' indicator", "un « - » est attendu")
    case .expectedBrace: ("did not find expected ',' or '{sign}'", "« , » ou « {sign} » est attendu")
    case .expectedColon: ("could not find expected ':'", "un « : » est attendu")
    case .expectedContent: ("did not find expected node content", "une valeur est attendue")
    case .expectedStart: ("did not find expected <document start>", "un seul document est attendu")
    case .blockSequence:
      ("block sequence entries are not allowed in this context", "un élément de liste ne peut commencer ici")
    case .blockKeys: ("mapping keys are not allowed in this context", "une clé ne peut commencer ici")
    case .tabIndent: ("found a tab character that violates indentation", "une tabulation brise l’alignement")
    case .tabWhereIndent:
      ("found a tab character where an indentation space is expected", "une tabulation tient lieu d’espaces")
    case .unknownEscape: ("found unknown escape character", "un caractère d’échappement est inconnu")
    case .undefinedTag: ("found undefined tag handle", "une étiquette n’est pas définie")
    case .inBlockMapping: ("while parsing a block mapping", "dans un groupe")
    case .inBlockCollection: ("while parsing a block collection", "dans une liste")
    case .inBlockSequence: ("while parsing a block sequence", "dans une liste")
    case .inFlowMapping: ("while parsing a flow mapping", "dans un groupe entre accolades")
    case .inFlowSequence: ("while parsing a flow sequence", "dans une liste entre crochets")
    case .inNode: ("while parsing a node", "dans une valeur")
    case .inBlockNode: ("while parsing a block node", "dans une valeur")
    case .inFlowNode: ("while parsing a flow node", "dans une valeur")
    case .inQuoted: ("while scanning a quoted scalar", "dans un texte entre guillemets")
    case .inDoubleQuoted: ("while parsing a quoted scalar", "dans un texte entre guillemets")
    case .inNextToken: ("while scanning for the next token", "dans ce qui")
    case .inSimpleKey: ("while scanning a simple key", "dans une clé")
    case .inPlain: ("while scanning a plain scalar", "dans un texte")
    case .inBlockScalar: ("while scanning a block scalar", "dans un texte de plusieurs lignes")
    case .inAnchor: ("while scanning an anchor", "dans une ancre")
    case .inAlias: ("while scanning an alias", "dans un alias")
    case .inTag: ("while parsing a tag", "dans une étiquette")
    case .inDirective: ("while scanning a directive", "dans une directive")
    case .spacesNotTabs:
      (
        "indent with spaces, not tabs, and quote text that begins with a sign",
        "alignez avec des espaces, sans tabulations, et mettez entre guillemets ce qui commence par un signe"
      )
    case .quoteColon:
      (
        "quote text that holds ': ', or check the indentation",
        "mettez entre guillemets un texte qui contient « : », ou vérifiez l’alignement"
      )
    case .quoteVariable:
      ("within braces, quote it: {example}", "entre accolades, mettez-la entre guillemets : {example}")
    case .closeBracket:
      (
        "close the bracket, or put a comma between the entries",
        "fermez le crochet, ou mettez une virgule entre les éléments"
      )
    case .closeBracketOrQuote:
      (
        "close the bracket, put a comma between the entries, or quote a value that holds brackets",
        "fermez le crochet, mettez une virgule entre les éléments, ou des guillemets autour d’une valeur qui "
          + "contient des accolades"
      )
    case .colonAfterKey: ("put ': ' after the key", "mettez « : » et un espace après la clé")
    case .checkIndentation: ("check the indentation", "vérifiez l’alignement")
    case .closeQuotes: ("close the quotes", "fermez les guillemets")
    }
  }
}
