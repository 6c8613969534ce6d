using System.Diagnostics.CodeAnalysis;
using Sluice.Server.Api.Errors;

namespace Sluice.Server.Api.Bodies;

/// <summary>A part of a request, read.</summary>
/// <param name="Value">What it says, when there is no error.</param>
/// <param name="Error">Why it cannot be read.</param>
internal readonly record struct Parsed<T>(T? Value, ErrorAnswer? Error)
{
    [MemberNotNullWhen(false, nameof(Value))]
    [MemberNotNullWhen(true, nameof(Error))]
    public bool Failed => Error is not null;

    public static Parsed<T> Of(T value) => new(value, null);

    public static implicit operator Parsed<T>(ErrorAnswer error) => new(default, error);
}
