namespace Sluice.Server.Api;

/// <summary>A query parameter that is on or off.</summary>
internal static class QueryFlag
{
    /// <summary>Only <c>true</c>, in any case, and <c>1</c> are on; anything else is off and no error.</summary>
    public static bool IsSet(string? value) => value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
