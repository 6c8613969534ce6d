namespace Sluice.Expressions;

/// <summary>
/// A function that the host lends to expressions. It takes any number of values of any kind, and may replace a built-in function of its
/// name.
/// </summary>
/// <remarks>
/// Within one evaluation each call is made once, in order. When a call of an asynchronous function has to be waited for, the evaluation
/// is suspended and later repeated with the recorded results of the calls made so far; so a function must not expect that evaluation
/// goes on where it was. Functions are called by whichever threads evaluate programs, possibly several at a time.
/// </remarks>
public sealed class HostFunction
{
    private readonly Func<IReadOnlyList<Value>, CancellationToken, ValueTask<Value>> _invoke;

    private HostFunction(bool isAsynchronous, Func<IReadOnlyList<Value>, CancellationToken, ValueTask<Value>> invoke)
    {
        IsAsynchronous = isAsynchronous;
        _invoke = invoke;
    }

    /// <summary>Whether programs that call it must be evaluated asynchronously.</summary>
    public bool IsAsynchronous { get; }

    /// <summary>A function that answers at once.</summary>
    /// <param name="function">
    /// Takes the arguments. A <see cref="HostFunctionException"/> becomes a diagnostic of the evaluation; any other exception leaves it.
    /// </param>
    public static HostFunction From(Func<IReadOnlyList<Value>, Value> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new HostFunction(isAsynchronous: false, (arguments, _) => ValueTask.FromResult(function(arguments)));
    }

    /// <summary>A function that may take time.</summary>
    /// <param name="function">Takes the arguments and the evaluation's cancellation. Exceptions are as for <see cref="From"/>.</param>
    public static HostFunction FromAsync(Func<IReadOnlyList<Value>, CancellationToken, ValueTask<Value>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new HostFunction(isAsynchronous: true, function);
    }

    internal ValueTask<Value> InvokeAsync(IReadOnlyList<Value> arguments, CancellationToken cancellationToken) =>
        _invoke(arguments, cancellationToken);
}
