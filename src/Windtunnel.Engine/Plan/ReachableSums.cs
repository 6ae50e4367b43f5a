using System.Numerics;
using System.Runtime.Intrinsics;

namespace Windtunnel.Engine;

/// <summary>For every task the sum of the weights of all tasks reachable from it, in any graph.</summary>
/// <remarks>512 tasks at a time: one bit each says from where they are reached, and one pass over the edges hands the bits on.
/// Costs tasks · edges / 512.</remarks>
internal static class ReachableSums
{
    private const int BlockSize = 512;

    /// <param name="sums">Filled by task index.</param>
    /// <param name="endsFirst">All tasks, each after those that follow it.</param>
    /// <param name="next">The tasks directly reached from one.</param>
    public static void Fill(long[] sums, TaskPlan[] endsFirst, Func<TaskPlan, TaskPlan[]> next)
    {
        var totals = new long[endsFirst.Length];
        var reached = new Vector512<ulong>[endsFirst.Length];
        for (int start = 0; start < endsFirst.Length; start += BlockSize)
        {
            TaskPlan[] block = endsFirst[start..Math.Min(start + BlockSize, endsFirst.Length)];
            (long Worth, Vector512<ulong> Tasks)[] digits = Digits(block);
            Array.Clear(reached);
            for (int i = 0; i < block.Length; i++)
            {
                reached[block[i].Index] = Bit(i);
            }

            // What stands before the block in this order cannot reach it.
            for (int i = start; i < endsFirst.Length; i++)
            {
                TaskPlan task = endsFirst[i];
                Vector512<ulong> below = Vector512<ulong>.Zero;
                foreach (TaskPlan neighbour in next(task))
                {
                    below |= reached[neighbour.Index];
                }

                totals[task.Index] += WeightOf(below, digits);
                reached[task.Index] |= below;
            }
        }

        for (int i = 0; i < totals.Length; i++)
        {
            Volatile.Write(ref sums[i], totals[i]);
        }
    }

    private static Vector512<ulong> Bit(int i) => Vector512<ulong>.Zero.WithElement(i / 64, 1ul << (i % 64));

    /// <summary>The weights of a block digit by digit: which tasks have the digit, and what it is worth. One digit when all weights are
    /// 1.</summary>
    private static (long Worth, Vector512<ulong> Tasks)[] Digits(TaskPlan[] block)
    {
        List<(long Worth, Vector512<ulong> Tasks)> digits = [];
        for (int digit = 0; digit < 32; digit++)
        {
            Vector512<ulong> tasks = Vector512<ulong>.Zero;
            for (int i = 0; i < block.Length; i++)
            {
                tasks |= ((block[i].Spec.PriorityWeight >> digit) & 1) != 0 ? Bit(i) : Vector512<ulong>.Zero;
            }

            if (tasks != Vector512<ulong>.Zero)
            {
                // The highest digit of a negative number in two's complement counts below zero.
                digits.Add((digit == 31 ? int.MinValue : 1L << digit, tasks));
            }
        }

        return [.. digits];
    }

    private static long WeightOf(Vector512<ulong> reached, (long Worth, Vector512<ulong> Tasks)[] digits)
    {
        long sum = 0;
        foreach ((long worth, Vector512<ulong> tasks) in digits)
        {
            Vector512<ulong> both = reached & tasks;
            int count = 0;
            for (int word = 0; word < Vector512<ulong>.Count; word++)
            {
                count += BitOperations.PopCount(both.GetElement(word));
            }

            sum += worth * count;
        }

        return sum;
    }
}
