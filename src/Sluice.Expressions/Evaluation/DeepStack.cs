using System.Runtime.ExceptionServices;

namespace Sluice.Expressions.Evaluation;

/// <summary>
/// Runs what recurses deeper than the caller's stack may allow on a thread with room for it. The limits on nesting bound how deep that
/// is; this keeps the stack of whichever thread called from being one more limit, and one that ends the process.
/// </summary>
internal static class DeepStack
{
    /// <summary>Trees no deeper than this are walked on the caller's stack.</summary>
    public const int ShallowDepth = 150;

    // A level takes less than 2 KiB in its deepest walk, and the pages are only used when touched.
    private const int StackBytes = 256 * 1024 * 1024;

    public static T Run<T>(Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
#pragma warning disable CA1031 // It is thrown again on the calling thread.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackBytes)
        {
            IsBackground = true,
            Name = "deep expression",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
