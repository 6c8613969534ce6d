namespace Sluice.Expressions;

/// <summary>What numbers in a JSON document are to an expression.</summary>
public enum JsonNumbers
{
    /// <summary>
    /// How a number is written decides: without fraction and exponent it is an integer, exact at any size; otherwise it is a float.
    /// The default: <c>%</c>, <c>take</c> and the bit functions work on the integers of an event, and large amounts keep every digit.
    /// </summary>
    AsWritten,

    /// <summary>
    /// Every number is a float, as for hosts that decode JSON into doubles. Choose it to get the results of such a host exactly:
    /// there <c>%</c> refuses numbers of an event, and <c>string()</c> shows a million as <c>1e+06</c>.
    /// </summary>
    Floats,
}
