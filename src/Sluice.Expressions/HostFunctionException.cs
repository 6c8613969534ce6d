namespace Sluice.Expressions;

/// <summary>Thrown by a host function to fail the evaluation with a message for whoever wrote the expression.</summary>
public sealed class HostFunctionException : Exception
{
    /// <summary>Without a message of its own.</summary>
    public HostFunctionException()
        : this("a function of the host failed")
    {
    }

    /// <summary>With the message that the diagnostic will have.</summary>
    public HostFunctionException(string message)
        : base(message)
    {
    }

    /// <summary>With the message that the diagnostic will have, and what caused it.</summary>
    public HostFunctionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
