using System.Runtime.CompilerServices;

namespace Sluice.Expressions.Evaluation;

/// <summary>What one evaluation has used so far, and where that ends. Everything whose cost depends on data is charged here first.</summary>
internal class Meter
{
    private const long StepsBetweenChecks = 10_000;

    private long _memoryUnits;
    private long _elements;
    private long _textTotal;
    private long _steps;
    private long _stepsAtNextCheck;

    public ExpressionLimits Limits { get; private set; } = ExpressionLimits.Default;

    public CancellationToken Cancellation { get; private set; }

    /// <summary>Charges the language's own memory budget, and the elements with it.</summary>
    public void ChargeMemory(long units)
    {
        if ((_memoryUnits += units) >= Limits.MemoryUnitsMax || units < 0)
        {
            throw new ExpressionFault(Messages.MemoryBudgetExceeded);
        }

        ChargeElements(units);
    }

    /// <summary>Charges elements that the language gives away.</summary>
    public void ChargeElements(long count)
    {
        if ((_elements += count) > Limits.ElementsMax)
        {
            throw new ExpressionFault(Messages.TooManyElements(Limits.ElementsMax));
        }

        Step(count);
    }

    /// <summary>Charges a text that is about to be made.</summary>
    public void ChargeText(long length)
    {
        if (length > Limits.TextLengthMax)
        {
            throw new ExpressionFault(Messages.TextTooLong(Limits.TextLengthMax));
        }

        if ((_textTotal += length) > Limits.TextTotalMax)
        {
            throw new ExpressionFault(Messages.TooMuchText(Limits.TextTotalMax));
        }

        Step(length >> 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(long count)
    {
        if ((_steps += count) >= _stepsAtNextCheck)
        {
            Check();
        }
    }

    /// <summary>Refuses a value that nests deeper than the limit.</summary>
    public void CheckDepth(int depth)
    {
        if (depth > Limits.ValueDepthMax)
        {
            throw new ExpressionFault(Messages.ValueTooDeep(Limits.ValueDepthMax));
        }
    }

    protected void Start(ExpressionLimits limits, CancellationToken cancellation)
    {
        Limits = limits;
        Cancellation = cancellation;
        _steps = 0;
        _stepsAtNextCheck = Math.Min(StepsBetweenChecks, limits.StepsMax);
        Restart();
    }

    /// <summary>Begins anew, but for the steps.</summary>
    protected void Restart() => _memoryUnits = _elements = _textTotal = 0;

    private void Check()
    {
        if (_steps > Limits.StepsMax)
        {
            throw new ExpressionFault(Messages.TooManySteps(Limits.StepsMax));
        }

        Cancellation.ThrowIfCancellationRequested();
        _stepsAtNextCheck = Math.Min(_steps + StepsBetweenChecks, Limits.StepsMax + 1);
    }
}
