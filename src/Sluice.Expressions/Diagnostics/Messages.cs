using System.Globalization;
using System.Text;
using Sluice.Expressions.Syntax;
using Sluice.Expressions.Values;

namespace Sluice.Expressions;

/// <summary>Every message of the library: a stable code, the sentence, and where it helps a hint. The sentences are those of the language.</summary>
internal static partial class Messages
{
    public static readonly Message UnclosedComment = new("UNCLOSED_COMMENT", "unclosed comment", "end the comment with */");

    public static readonly Message LiteralNotTerminated = new(
        "LITERAL_NOT_TERMINATED", "literal not terminated", "close the quote on the same line, or use backquotes for text over several lines");

    public static readonly Message InvalidEscape = new(
        "INVALID_ESCAPE", "invalid char escape", @"write a backslash as \\, or use backquotes for text without escapes");

    public static readonly Message UnableToUnescape = new(
        "UNABLE_TO_UNESCAPE", "unable to unescape string", "no character has this number; bytes literals take only \\x and octal escapes");

    public static readonly Message UnexpectedEnd = new("UNEXPECTED_END", "unexpected end of expression", "a name is missing after the dot");

    public static readonly Message NameExpected = new("NAME_EXPECTED", "expected name", "after a dot comes a name; other keys go in brackets: x[0]");

    public static readonly Message PredicateNeedsBraces = new(
        "PREDICATE_NEEDS_BRACES", "wrap predicate with brackets { and }", "several expressions in a predicate need { } around them");

    public static readonly Message TooManyNodes = new(
        "TOO_MANY_NODES", "compilation failed: expression exceeds maximum allowed nodes", "split the expression, or put lists in the environment");

    public static readonly Message DivideByZero = new("DIVIDE_BY_ZERO", "integer divide by zero");

    public static Message UnrecognizedCharacter(Rune character) => new(
        "UNRECOGNIZED_CHARACTER",
        string.Create(CultureInfo.InvariantCulture, $"unrecognized character: U+{character.Value:X4}")
            + (Characters.IsPrintable(character) ? $" '{character}'" : ""),
        "text belongs in quotes");

    public static Message BadNumber(string text) => new("BAD_NUMBER", $"bad number syntax: {Quoting.Quote(text)}", "put a space or an operator behind the number");

    public static Message BadNumberLiteral(string kind, string reader, string digits, bool outOfRange) => new(
        "BAD_NUMBER_LITERAL",
        $"invalid {kind} literal: strconv.{reader}: parsing {Quoting.Quote(digits)}: {(outOfRange ? "value out of range" : "invalid syntax")}",
        outOfRange ? "numbers have 64 bits" : null);

    public static Message UnexpectedToken(string token) => new("UNEXPECTED_TOKEN", $"unexpected token {token}", Hints.ForToken(token));

    public static Message BadMapKey(string token) => new(
        "BAD_MAP_KEY",
        $"a map key must be a quoted string, a number, a identifier, or an expression enclosed in parentheses (unexpected token {token})");

    public static Message MixedCoalesce(string operation) => new(
        "MIXED_COALESCE", $"Operator ({operation}) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.");

    public static Message TooFewPredicateArguments(int count) => new(
        "TOO_FEW_PREDICATE_ARGUMENTS", $"expected at least {count} arguments");

    /// <summary>By this code compiling knows that there is more stack to be had.</summary>
    public const string NestedTooDeeplyCode = "NESTED_TOO_DEEPLY";

    public static Message NestedTooDeeply(int limit) => new(
        NestedTooDeeplyCode, string.Create(CultureInfo.InvariantCulture, $"the expression nests deeper than {limit} levels"));

    public static Message SourceTooLong(int limit) => new(
        "SOURCE_TOO_LONG", string.Create(CultureInfo.InvariantCulture, $"the expression is longer than {limit} characters"));

    // What the checker finds.
    public static Message Mismatch(string operation, string left, string right) => new(
        "MISMATCHED_TYPES", $"invalid operation: {operation} (mismatched types {left} and {right})", Hints.ForOperation(operation));

    public static Message Mismatch(string operation, string operand) => new(
        "MISMATCHED_TYPE", $"invalid operation: {operation} (mismatched type {operand})");

    public static Message KeyMismatch(string left, string key) => new("KEY_MISMATCH", $"cannot use {left} as type {key} in map key");

    public static Message ElementMismatch(string left, string element) => new(
        "ELEMENT_MISMATCH", $"cannot use {left} as type {element} in array");

    public static Message NonBoolCondition(string type) => new(
        "NON_BOOL_CONDITION", $"non-bool expression (type {type}) used as condition", "compare the value with something");

    public static Message NonIntegerIndex(string type) => new(
        "NON_INTEGER_INDEX", $"array elements can only be selected using an integer (got {type})");

    public static Message BadMapIndex(string key, string map) => new("BAD_MAP_INDEX", $"cannot use {key} to get an element from {map}");

    public static Message NoField(string type, string name) => new("NO_FIELD", $"type {type} has no field {name}");

    public static Message NoMethod(string type, string name) => new("NO_METHOD", $"type {type} has no method {name}");

    public static Message IndexUndefined(string type, string key) => new("INDEX_UNDEFINED", $"type {type}[{key}] is undefined");

    public static Message CannotSlice(string what) => new("CANNOT_SLICE", $"cannot slice {what}");

    public static Message NonIntegerBound(string type) => new("NON_INTEGER_BOUND", $"non-integer slice index {type}");

    public static Message NotACollection(string function, string type) => new(
        "NOT_A_COLLECTION", $"builtin {function} takes only array (got {type})", "keys(), values() and toPairs() make arrays of maps");

    public static Message NonBoolPredicate(string type) => new("NON_BOOL_PREDICATE", $"predicate should return boolean (got {type})");

    public static Message NilPredicate(int inputs) => new(
        "NIL_PREDICATE", $"predicate should has {(inputs == 1 ? "one" : "two")} input and one output param", "nil is no predicate");

    public static Message BadOrderType(string type) => new("BAD_ORDER_TYPE", $"sortBy order argument must be a string (got {type})");

    public static Message UnknownPointer(string name) => new(
        "UNKNOWN_POINTER", $"unknown pointer #{name}", "#index is known in map and reduce, #acc in reduce");

    public static Message CannotRedeclare(string what) => new("CANNOT_REDECLARE", $"cannot redeclare {what}", "choose another name");

    public static Message NotCallable(string type) => new("NOT_CALLABLE", $"{type} is not callable");

    public static Message TooFewArguments(string function) => new("TOO_FEW_ARGUMENTS", $"not enough arguments to call {function}");

    public static Message TooManyArguments(string function) => new("TOO_MANY_ARGUMENTS", $"too many arguments to call {function}");

    // Messages of the language end this one in a space.
    public static Message BadArgument(string function, string type, string parameter) => new(
        "BAD_ARGUMENT", $"cannot use {type} as argument (type {parameter}) to call {function} ");

    public static Message NilArgument(string function, string parameter) => new(
        "NIL_ARGUMENT", $"cannot use nil as argument (type {parameter}) to call {function}");

    public static Message WrongCount(string expected, int got) => new(
        "WRONG_ARGUMENT_COUNT", string.Create(CultureInfo.InvariantCulture, $"invalid number of arguments (expected {expected}, got {got})"));

    public static Message InvalidArgument(string function, string type) => new(
        "INVALID_ARGUMENT", $"invalid argument for {function} (type {type})", Hints.ForArgument(function));

    public static Message Cannot(string action, string type) => new("CANNOT_" + action.Split(' ')[0].ToUpperInvariant(), $"cannot {action} {type}");

    public static Message CannotTake(string type) => new("CANNOT_TAKE", $"cannot take {type} elements");

    public static Message CannotTransform(string type, string how) => new("CANNOT_TRANSFORM", $"cannot transform {type} {how} pairs");

    public static Message NotIndexable(string type) => new("NOT_INDEXABLE", $"type {type} does not support indexing");

    public static Message NotCallableMethod(string name) => new("METHOD_NOT_CALLABLE", $"func {name} returns more then two values");

    public static Message BadPattern(string problem, string pattern) => new(
        "BAD_PATTERN", $"error parsing regexp: {problem}: `{pattern}`", "the syntax is RE2: no look-around, no back references");

    public static readonly Message SumOfNil = new(
        "SUM_OF_NIL", "cannot use func(interface {}) as argument (type func(interface {}) bool) to call sum", "nil is no predicate");
}
