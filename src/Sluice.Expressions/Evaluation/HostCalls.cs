namespace Sluice.Expressions.Evaluation;

/// <summary>
/// The calls of host functions in one evaluation. Each is made once and its outcome recorded, so that an evaluation that was suspended
/// to wait for one can be repeated from the start.
/// </summary>
/// <param name="isAsynchronous">Whether there is somebody to wait.</param>
internal sealed class HostCalls(bool isAsynchronous)
{
    private readonly List<(Value Result, HostFunctionException? Failure)> _outcomes = [];
    private int _next;

    public Value Invoke(string name, HostFunction function, Value[] arguments, EvaluationContext context)
    {
        if (_next == context.Limits.HostCallsMax)
        {
            throw new ExpressionFault(Messages.TooManyHostCalls(context.Limits.HostCallsMax));
        }

        if (_next == _outcomes.Count)
        {
            if (function.IsAsynchronous && !isAsynchronous)
            {
                throw new ExpressionFault(Messages.HostNotReady(name));
            }

            Call(function, arguments, context.Cancellation);
        }

        var (result, failure) = _outcomes[_next++];
        return failure is null ? result : throw new ExpressionFault(Messages.HostFailed(failure.Message));
    }

    /// <summary>Begins again with the first call.</summary>
    public void Rewind() => _next = 0;

    /// <summary>Waits for the call that suspended the evaluation, and records it.</summary>
    public async ValueTask CompleteAsync(ValueTask<Value> pending)
    {
        try
        {
            _outcomes.Add((await pending, null));
        }
        catch (HostFunctionException failure)
        {
            _outcomes.Add((default, failure));
        }
    }

    private void Call(HostFunction function, Value[] arguments, CancellationToken cancellation)
    {
        ValueTask<Value> call;
        try
        {
            call = function.InvokeAsync(arguments, cancellation);
        }
        catch (HostFunctionException failure)
        {
            _outcomes.Add((default, failure));
            return;
        }

        if (!call.IsCompletedSuccessfully)
        {
            throw new HostCallPending(call);
        }

        _outcomes.Add((call.Result, null));
    }
}
