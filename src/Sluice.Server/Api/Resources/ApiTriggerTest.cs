using Sluice.Server.Triggers;

namespace Sluice.Server.Api.Resources;

/// <summary>What a trigger would make of an event.</summary>
/// <param name="Filter">What its filter says, if it has one.</param>
/// <param name="Variables">What each variable's expression gives, if it has any and the event matches.</param>
internal sealed record ApiTriggerTest(TestedFilter? Filter, IReadOnlyDictionary<string, TestedVariable>? Variables)
{
    public static ApiTriggerTest Of(TriggerTest test) => new(
        test.Filter is { } filter ? new TestedFilter(filter.Match, filter.Error) : null,
        test.Variables.Count == 0 ? null : test.Variables.ToDictionary(
            variable => variable.Name,
            variable => new TestedVariable(variable.Value.Length == 0 ? null : variable.Value, variable.Error),
            StringComparer.Ordinal));
}

/// <summary>What a filter says of an event.</summary>
/// <param name="Match">Whether it wants it.</param>
/// <param name="Error">Why it cannot be told.</param>
internal sealed record TestedFilter(bool Match, string? Error);

/// <summary>What a variable's expression gives.</summary>
/// <param name="Value">The value, if it is not empty.</param>
/// <param name="Error">Why there is none.</param>
internal sealed record TestedVariable(string? Value, string? Error);
