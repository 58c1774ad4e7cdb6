package io.isinglass.actors.cluster;

/**
 * A grid of tiles shared out among so many nodes by halving the longer side again and again, so that what lies together
 * stays together and borders are short.
 */
final class Bisection {

    private Bisection() {}

    /** Which of {@code nodes} nodes, at most as many as there are tiles, has a tile. */
    static int home(int row, int column, int rows, int columns, int nodes) {
        if (nodes == 1) {
            return 0;
        }
        if (rows < columns) {
            return home(column, row, columns, rows, nodes);
        }
        int first = nodes / 2;
        int cut = Math.clamp(Math.round((float) rows * first / nodes), 1, rows - 1);
        if (row < cut) {
            return home(row, column, cut, columns, Math.min(first, cut * columns));
        }
        return first + home(row - cut, column, rows - cut, columns, nodes - first);
    }
}
