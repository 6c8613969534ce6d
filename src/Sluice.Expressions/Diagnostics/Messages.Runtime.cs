using System.Globalization;
using Sluice.Expressions.Values;

namespace Sluice.Expressions;

/// <summary>What shows only when values are known.</summary>
internal static partial class Messages
{
    public static readonly Message MemoryBudgetExceeded = new(
        "MEMORY_BUDGET_EXCEEDED", "memory budget exceeded", "the arrays and maps that the expression makes are too large altogether");

    public static readonly Message DivideByZeroAtRuntime = new("DIVIDE_BY_ZERO", "runtime error: integer divide by zero");

    public static readonly Message FilterFoundNothing = new(
        "NOTHING_FOUND", "reflect: slice index out of range", "nothing passed the filter; first(filter(…)) is nil then");

    public static readonly Message EmptyReduce = new(
        "EMPTY_REDUCE", "reduce of empty array with no initial value", "give reduce an initial value as third argument");

    public static readonly Message OrderNotText = new("ORDER_NOT_TEXT", "sortBy order argument must be a string");

    public static readonly Message UnknownOrder = new("UNKNOWN_ORDER", "unknown order, use asc or desc");

    public static readonly Message NegativeTake = new("NEGATIVE_COUNT", "reflect.Value.Slice: slice index out of bounds");

    public static readonly Message RecursionTooDeep = new("RECURSION_TOO_DEEP", "recursion depth exceeded");

    public static Message InvalidOperation(string operation, in Value left, in Value right) => new(
        "INVALID_OPERATION",
        $"invalid operation: {TypeNames.Of(left)} {operation} {TypeNames.Of(right)}",
        left.IsNil || right.IsNil ? "a value is missing; x ?? 0 gives it a default" : null);

    public static Message InvalidNegation(in Value value) => new("INVALID_OPERATION", $"invalid operation: - {TypeNames.Of(value)}");

    public static Message NotConvertible(string to, string what) => new("NOT_CONVERTIBLE", $"invalid operation: {to}({what})");

    public static Message NotA(string wanted, in Value value) => new(
        "WRONG_TYPE",
        $"interface conversion: interface {{}} is {TypeNames.OfInterface(value)}, not {wanted}",
        wanted == "bool" && value.IsNil ? "a value is missing; x ?? false gives it a default" : null);

    public static Message CannotFetch(string key, in Value target) => new(
        "CANNOT_FETCH",
        $"cannot fetch {key} from {TypeNames.Of(target)}",
        target.IsNil ? $"the value before it is missing; ?. instead of . gives nil then" : null);

    public static Message IndexOutOfRange(long index, int length) => new(
        "INDEX_OUT_OF_RANGE",
        string.Create(CultureInfo.InvariantCulture, $"index out of range: {index} (array length is {length})"),
        "get(array, index) gives nil instead");

    public static Message WrongKeyType(in Value key) => new(
        "WRONG_KEY_TYPE", $"reflect.Value.MapIndex: value of type {TypeNames.Of(key)} is not assignable to type string");

    public static Message InNotDefined(in Value target) => new(
        "IN_NOT_DEFINED",
        $"operator \"in\" not defined on {TypeNames.Of(target)}",
        target.Kind == ValueKind.String ? "use contains to look for text in text" : null);

    public static Message NotIterable(string where, in Value value) => new(
        "NOT_ITERABLE",
        $"reflect: call of reflect.Value.{where} on {(value.IsNil ? "zero" : TypeNames.KindOf(value))} Value",
        value.IsNil ? "the collection is missing; x ?? [] gives it a default" : null);

    public static readonly Message CannotCallNil = new("CANNOT_CALL", "invalid operation: cannot call nil", "there is no function of this name");

    public static Message CannotCall(in Value value) => new(
        "CANNOT_CALL", $"invalid operation: cannot call non-function of type {TypeNames.Of(value)}");

    public static Message MethodCount(int expected, int got) => new(
        "WRONG_ARGUMENT_COUNT",
        string.Create(CultureInfo.InvariantCulture, $"invalid number of arguments: expected {expected}, got {got}"));

    public static Message MethodArgument(in Value value, string parameter) => new(
        "BAD_ARGUMENT", $"reflect: Call using {TypeNames.Of(value)} as type {parameter}");

    public static Message NotAKey(in Value value) => new(
        "NOT_A_KEY", $"cannot use {TypeNames.Of(value)} as a key for groupBy: type is not comparable");

    public static Message Unhashable(in Value value) => new("NOT_A_KEY", $"runtime error: hash of unhashable type {TypeNames.Of(value)}");

    public static Message BitArgument(string function, in Value value) => new(
        "BAD_ARGUMENT", $"cannot use {TypeNames.Of(value)} as argument (type int) to call {function}", "bit functions take integers");

    public static Message NegativeShift(long count) => new(
        "NEGATIVE_SHIFT", string.Create(CultureInfo.InvariantCulture, $"invalid operation: negative shift count {count} (type int)"));

    public static Message NegativeRepeat(long count) => new(
        "NEGATIVE_COUNT", string.Create(CultureInfo.InvariantCulture, $"invalid argument for repeat (expected positive integer, got {count})"));

    public static Message InvalidPair(in Value pair) => new("INVALID_PAIR", $"invalid pair {PlainText.Of(pair, null)}");

    public static Message InvalidPairLength(string pair) => new("INVALID_PAIR", $"invalid pair length {pair}");

    public static Message InvalidSortOrder(string order) => new("UNKNOWN_ORDER", $"invalid order {order}, expected asc or desc");

    public static Message SortOrderNotText(in Value order) => new(
        "ORDER_NOT_TEXT", $"sort order argument must be a string (got {TypeNames.Of(order)})");

    public static Message BadJson(string problem) => new("BAD_JSON", problem);

    public static Message JsonUnsupportedValue(string value) => new("JSON_UNSUPPORTED", $"json: unsupported value: {value}");

    public static Message JsonUnsupportedType(string type) => new("JSON_UNSUPPORTED", $"json: unsupported type: {type}");

    public static Message BadBase64(int offset) => new(
        "BAD_BASE64", string.Create(CultureInfo.InvariantCulture, $"illegal base64 data at input byte {offset}"));

    public static Message InvalidDate(string text) => new("INVALID_DATE", $"invalid date {text}", "give the layout as second argument: date(\"14.08.2023\", \"02.01.2006\")");

    public static Message TimeDoesNotFit(string problem) => new("INVALID_DATE", problem, "layouts show how 2006-01-02 15:04:05 would be written");

    public static Message InvalidDuration(string problem) => new("INVALID_DURATION", problem, "units are h, m, s, ms, us and ns: 1h30m");

    public static Message UnknownTimeZone(string name) => new("UNKNOWN_TIME_ZONE", $"unknown time zone {name}", "time zones have names such as Europe/Paris");

    public static Message HostFailed(string message) => new("HOST_FUNCTION_FAILED", message);

    public static Message HostNotReady(string function) => new(
        "ASYNCHRONOUS_FUNCTION", $"function {function} needs time; the program must be evaluated asynchronously");

    // Limits.
    public static Message TooManySteps(long limit) => Limit("TOO_MANY_STEPS", $"the evaluation takes more than {limit} steps");

    public static Message TooManyElements(long limit) => Limit("TOO_MANY_ELEMENTS", $"the evaluation makes more than {limit} elements");

    public static Message TextTooLong(long limit) => Limit("TEXT_TOO_LONG", $"the evaluation makes a text of more than {limit} characters");

    public static Message TooMuchText(long limit) => Limit("TOO_MUCH_TEXT", $"the evaluation makes texts of more than {limit} characters altogether");

    public static Message ValueTooDeep(int limit) => Limit("VALUE_TOO_DEEP", $"a value nests deeper than {limit} levels");

    public static Message IntegerTooLarge(int limit) => Limit("INTEGER_TOO_LARGE", $"an integer has more than {limit} bits");

    public static Message TooManyHostCalls(int limit) => Limit("TOO_MANY_HOST_CALLS", $"the evaluation calls functions of the host more than {limit} times");

    private static Message Limit(string code, FormattableString text) => new(code, FormattableString.Invariant(text));
}
