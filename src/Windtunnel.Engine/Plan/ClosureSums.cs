namespace Windtunnel.Engine;

/// <summary>For each task the sum of the weights of all tasks reachable from it.</summary>
/// <remarks>
/// Where all ways from a task meet again (its immediate post-dominator p) the sum is what lies between, plus p and the sum of p:
/// <code>
///        ,-> b -.
///   a --+        +--> p --> …        sum(a) = b + c + p + sum(p)
///        `-> c -'
/// </code>
/// so chains, fans and what is made of them cost time proportional to their edges. Where ways hardly ever meet again, as in a mesh,
/// walking what lies between costs too much: then <see cref="ReachableSums"/> computes all sums at once.
/// Thread-safe, since runs on several threads share the plan of their DAG: sums are computed under a lock and read without one.
/// </remarks>
internal sealed class ClosureSums
{
    private const int Exit = -1;
    private const long Unknown = long.MinValue;
    private readonly Lock _gate = new();
    private readonly TaskPlan[] _tasks;
    private readonly Func<TaskPlan, TaskPlan[]> _next;
    private readonly int[] _meeting;
    private readonly int[] _depth;
    private readonly int[] _jump;
    private readonly Func<TaskPlan, TaskPlan[]> _previous;
    private readonly long[] _sums;
    private long _walks;

    public ClosureSums(TaskPlan[] tasks, Func<TaskPlan, TaskPlan[]> next, Func<TaskPlan, TaskPlan[]> previous)
    {
        _tasks = tasks;
        _next = next;
        _previous = previous;
        _walks = 64L * tasks.Length;
        _meeting = new int[tasks.Length];
        _depth = new int[tasks.Length];
        _jump = new int[tasks.Length];
        _sums = new long[tasks.Length];
        Array.Fill(_sums, Unknown);
        foreach (TaskPlan task in EndsFirst())
        {
            Place(task);
        }
    }

    public long Of(TaskPlan task)
    {
        long known = Volatile.Read(ref _sums[task.Index]);
        if (known != Unknown)
        {
            return known;
        }

        lock (_gate)
        {
            Compute(task.Index);
            return _sums[task.Index];
        }
    }

    private void Compute(int at)
    {
        Stack<int> open = new();
        while (at != Exit && _sums[at] == Unknown)
        {
            open.Push(at);
            at = _meeting[at];
        }

        while (open.TryPop(out int index))
        {
            if (_walks < 0)
            {
                ReachableSums.Fill(_sums, [.. EndsFirst()], _next);
                return;
            }

            int meeting = _meeting[index];
            long beyond = meeting == Exit ? 0 : _tasks[meeting].Spec.PriorityWeight + _sums[meeting];
            Volatile.Write(ref _sums[index], SumBetween(_tasks[index], meeting) + beyond);
        }
    }

    private long SumBetween(TaskPlan from, int until)
    {
        long sum = 0;
        HashSet<int> seen = [];
        Stack<TaskPlan> open = new([from]);
        while (open.TryPop(out TaskPlan? task))
        {
            foreach (TaskPlan neighbour in _next(task))
            {
                if (neighbour.Index != until && seen.Add(neighbour.Index))
                {
                    _walks--;
                    sum += neighbour.Spec.PriorityWeight;
                    open.Push(neighbour);
                }
            }
        }

        return sum;
    }

    private IEnumerable<TaskPlan> EndsFirst()
    {
        int[] open = [.. _tasks.Select(task => _next(task).Length)];
        Queue<TaskPlan> ready = new(_tasks.Where(task => open[task.Index] == 0));
        while (ready.TryDequeue(out TaskPlan? task))
        {
            yield return task;
            foreach (TaskPlan neighbour in _previous(task))
            {
                if (--open[neighbour.Index] == 0)
                {
                    ready.Enqueue(neighbour);
                }
            }
        }
    }

    private void Place(TaskPlan task)
    {
        int meeting = Exit;
        bool first = true;
        foreach (TaskPlan neighbour in _next(task))
        {
            meeting = first ? neighbour.Index : Meet(meeting, neighbour.Index);
            first = false;
        }

        int index = task.Index;
        _meeting[index] = meeting;
        _depth[index] = Depth(meeting) + 1;

        // Jump pointers of a skew-binary list: finding a meeting point costs the logarithm of the depth, also in a chain of 100,000.
        int jump = Jump(meeting);
        _jump[index] = meeting != Exit && Depth(meeting) - Depth(jump) == Depth(jump) - Depth(Jump(jump)) ? Jump(jump) : meeting;
    }

    private int Meet(int a, int b)
    {
        while (Depth(a) > Depth(b))
        {
            a = Depth(Jump(a)) >= Depth(b) ? Jump(a) : _meeting[a];
        }

        while (Depth(b) > Depth(a))
        {
            b = Depth(Jump(b)) >= Depth(a) ? Jump(b) : _meeting[b];
        }

        while (a != b)
        {
            (a, b) = Jump(a) != Jump(b) ? (Jump(a), Jump(b)) : (_meeting[a], _meeting[b]);
        }

        return a;
    }

    private int Depth(int index) => index == Exit ? 0 : _depth[index];

    private int Jump(int index) => index == Exit ? Exit : _jump[index];
}
